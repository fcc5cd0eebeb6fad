import { afterEach, describe, expect, it } from 'vitest';
import { Pool } from '../campaign/pool.ts';
import { breathe } from '../kernel/machine.ts';
import { drawScenario, without } from '../scenario/swarm.ts';
import { amount } from '../testing/long.ts';
import { type Crew, crewOf } from './crew.ts';
import type { Lookahead, Report } from './lookahead.ts';
import { type LookaheadTask, lookaheadTask } from './lookahead-task.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { failingSeed, fragile } from './testing/fragile.ts';
import { TASKS_PER_THREAD } from './thread-lookahead.ts';

const system = fragile();
const RUNS = amount(300, 1000);
const FEW_RUNS = amount(120, 300);
const start = { scenario: drawScenario(failingSeed(system, 500), system), edits: {} };
const search = (lookahead?: Lookahead): Promise<Shrunk> =>
  shrink(system, start, { runsMax: RUNS, ...(lookahead === undefined ? {} : { lookahead }) });
/** Complete result of a search. */
const told = ({ after, best, runs, exhausted, slipped }: Shrunk): object => ({
  after,
  candidate: best.candidate,
  hash: best.result.hash,
  runs,
  exhausted,
  slipped: [...slipped],
});
const alone = search();
let shortly: Promise<Shrunk> | undefined;

/** As threads are. */
const NEAR = { ahead: 3, aheadAtFirst: 3, share: 2, stepsTogether: 1000, isAwaited: true, forget() {} };

/** A helper in this thread. */
const honest = (asked: { candidates: number }): Lookahead => ({
  ...NEAR,
  async look(candidates, goal) {
    asked.candidates += candidates.length;
    return lookaheadTask(new Map([[system.name, system]]), { system: system.name, candidates, goal });
  },
});

describe('a search with helpers', () => {
  it('should find what it finds without', async () => {
    const asked = { candidates: 0 };
    expect(told(await search(honest(asked)))).toEqual(told(await alone));
    expect(asked.candidates).toBeGreaterThan(100);
  });

  it('should look for itself where nothing is known', async () => {
    const ignorant: Lookahead = { ...NEAR, look: async () => [] };
    expect(told(await search(ignorant))).toEqual(told(await alone));
  });

  it.each([
    ['silent', (): Promise<readonly Report[]> => new Promise(() => {})],
    ['honest', honest({ candidates: 0 }).look],
    [
      'late',
      (...asked: Parameters<Lookahead['look']>) =>
        breathe().then(() => honest({ candidates: 0 }).look(...asked)),
    ],
  ])('should not wait for helpers that are far away: %s ones', async (_, look) => {
    let groups = 0;
    const far: Lookahead = {
      ahead: 6,
      aheadAtFirst: 0,
      share: 3,
      stepsTogether: 1000,
      isAwaited: false,
      look(...asked) {
        groups++;
        return look(...asked);
      },
      forget() {},
    };
    const shrunk = await shrink(system, start, { runsMax: FEW_RUNS, lookahead: far });
    shortly ??= shrink(system, start, { runsMax: FEW_RUNS });
    expect(told(shrunk)).toEqual(told(await shortly));
    expect(groups).toBeGreaterThan(5);
  });

  it('should find something else if a helper were wrong', async () => {
    const wrong: Lookahead = {
      ...NEAR,
      look: async (candidates) => candidates.map((): Report => ({ type: 'hopeless' })),
    };
    expect(told(await search(wrong))).not.toEqual(told(await alone));
  });
});

describe('threads', () => {
  let crew: Crew | undefined;
  afterEach(() => crew?.close());
  const threads = (program: string): Lookahead => {
    const code = `await null;\nlet n = 0;\nexport const ready = () => true;\nexport default (task) => { n++; ${program} };`;
    const options = { threads: 2, limitMs: 200, heapMbMax: 400, tasksPerThread: TASKS_PER_THREAD };
    crew = crewOf(
      new Pool<LookaheadTask, readonly Report[]>(code, options),
      'program',
      options.threads,
      system.name,
    );
    return crew.lookahead;
  };

  it('should cost nothing but time when they die', async () => {
    const lookahead = threads('if (n > 2) process.exit(1); return [];');
    const shrunk = await shrink(system, start, { runsMax: 40, lookahead });
    expect(told(shrunk)).toEqual(told(await shrink(system, start, { runsMax: 40 })));
  });

  it('should cost nothing but time when they hang', async () => {
    const lookahead = threads('if (n > 2) for (;;); return [];');
    const shrunk = await shrink(system, start, { runsMax: 12, lookahead });
    expect(told(shrunk)).toEqual(told(await shrink(system, start, { runsMax: 12 })));
  });
});

describe('a thread', () => {
  const task = (asked: number): LookaheadTask => {
    const { edits, scenario } = start;
    const goal = { fingerprint: 'X1 executed', cost: Number.POSITIVE_INFINITY, stepsMax: 100_000 };
    const calm = without(scenario, 'crash', 'blackout', 'point-crash', 'wipe', 'aim', 'rules');
    const candidates = [{ scenario: calm, edits }, start, { scenario: calm, edits }];
    return { system: system.name, candidates, goal, recall: { forgotten: new Int32Array([1]), asked } };
  };
  const known = new Map([[system.name, system]]);

  it('should look up to the first candidate that may be better', () => {
    expect(lookaheadTask(known, task(1))).toMatchObject([{ type: 'hopeless' }, { type: 'unknown' }]);
  });

  it('should look at nothing on a machine where the programs are others', () => {
    const programs = { ...system, code: () => 'one' };
    const { recall: _, ...far } = task(1);
    const look = (code: string): Report[] =>
      lookaheadTask(new Map([[system.name, programs]]), { ...far, code });
    expect(look('one')).toHaveLength(2);
    expect(() => look('other')).toThrow('the programs of vsr are others on this machine');
  });

  it('should leave alone what nobody waits for', () => {
    expect(lookaheadTask(known, task(0))).toEqual([]);
  });
});
