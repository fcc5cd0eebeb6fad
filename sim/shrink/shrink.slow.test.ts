import { describe, expect, it } from 'vitest';
import { drawScenario } from '../scenario/swarm.ts';
import { systems } from '../systems/index.ts';
import { costOf } from './candidate.ts';
import { judge } from './oracle.ts';
import { reduce } from './reduce.ts';
import { BudgetSpent } from './search.ts';
import { NothingToShrink, shrink } from './shrink.ts';
import { failingSeed, fragile } from './testing/fragile.ts';

/** Tries parts in turn, as a search does. */
const firstOf =
  (tried: (part: readonly number[]) => boolean) =>
  async (parts: Iterable<readonly number[]>): Promise<number> => {
    let index = 0;
    for (const part of parts) {
      if (tried(part)) return index;
      index++;
    }
    return -1;
  };

describe('reduce', () => {
  it('should leave what is needed, and nothing else', async () => {
    let left = Array.from({ length: 100 }, (_, i) => i);
    let asked = 0;
    await reduce(
      () => left,
      firstOf((part) => {
        asked++;
        const rest = left.filter((item) => !part.includes(item));
        if (![17, 42, 99].every((needed) => rest.includes(needed))) return false;
        left = rest;
        return true;
      }),
    );
    expect(left).toEqual([17, 42, 99]);
    expect(asked).toBeLessThan(100);
  });

  it('should give up everything when nothing is needed', async () => {
    let left = [1, 2, 3];
    await reduce(
      () => left,
      firstOf((part) => {
        left = left.filter((item) => !part.includes(item));
        return true;
      }),
    );
    expect(left).toEqual([]);
  });
});

describe('a coarse reduce', () => {
  it('should come to an end on a list of any length', async () => {
    for (const length of [0, 1, 2, 17]) {
      let asked = 0;
      const never = firstOf(() => {
        asked++;
        return false;
      });
      const list = Array.from({ length }, (_, i) => i);
      await reduce(
        () => list,
        never,
        (n) => Math.ceil(n / 16),
      );
      expect(asked).toBeLessThan(64);
    }
  });
});

describe('shrink', () => {
  it('should keep the failure, make it small, and say how it went', async () => {
    const system = fragile();
    const scenario = drawScenario(failingSeed(system, 500), system);
    const better: number[] = [];
    const shrunk = await shrink(
      system,
      { scenario, edits: {} },
      {
        runsMax: 2000,
        onBetter: ({ size }) => better.push(costOf(size)),
      },
    );
    expect(shrunk.best.violation.fingerprint).toBe('X1 executed');
    expect(shrunk.after.faults).toBe(1); // the crash
    expect(Object.keys(shrunk.best.candidate.scenario.faults)).toHaveLength(1);
    expect(shrunk.after.operations).toBe(1);
    expect(shrunk.after.clients).toBe(1);
    expect(shrunk.after.steps).toBeLessThan(60);
    expect(better).toEqual([...better].sort((a, b) => b - a));
    const again = judge(system, shrunk.best.candidate, 'X1 executed');
    expect(again).toMatchObject({ size: shrunk.after, result: { hash: shrunk.best.result.hash } });
  });

  it('should leave out classes of faults and rules that do nothing in the small run', async () => {
    const system = fragile();
    const drawn = drawScenario(failingSeed(system, 500), system);
    const idle = { when: { on: 'deliver', what: 'nothing', nth: 9 }, then: { do: 'lose' } } as const;
    const scenario = { ...drawn, faults: { ...drawn.faults, rules: { rules: [idle, idle] } } };
    const shrunk = await shrink(system, { scenario, edits: {} }, { runsMax: 2000 });
    expect(shrunk.best.candidate.scenario.faults).not.toHaveProperty('rules');
  });

  it('should give the best so far when the budget is spent', async () => {
    const system = fragile();
    const scenario = drawScenario(failingSeed(system, 500), system);
    const shrunk = await shrink(system, { scenario, edits: {} }, { runsMax: 3 });
    expect(shrunk).toMatchObject({ runs: 3, exhausted: false });
    expect(costOf(shrunk.after)).toBeLessThanOrEqual(costOf(shrunk.before));
  });

  it('should say so when the time is over before the run is, with the bug or without', async () => {
    const system = fragile();
    const scenario = drawScenario(failingSeed(system, 0), system);
    for (const runsInTime of [0, 1]) {
      let runs = 0;
      const bounded = <T>(run: () => T): T => {
        if (runs++ === runsInTime) throw new BudgetSpent();
        return run();
      };
      const search = shrink(system, { scenario, edits: {} }, { sound: system, bounded });
      await expect(search).rejects.toThrow(`seed ${scenario.seed} was not over when the time was`);
    }
  });

  it('should refuse what does not fail', async () => {
    const system = systems.get('ping-pong');
    if (system === undefined) throw new Error('no ping-pong');
    const scenario = drawScenario('1', system);
    await expect(shrink(system, { scenario, edits: {} })).rejects.toThrow(NothingToShrink);
  });
});
