import { expect, it } from 'vitest';
import type { SequentialModel } from './model.ts';
import { onlineChecker } from './online.ts';
import { randomFrom } from './testing/random.ts';

type Job = string | null;
interface Result {
  readonly job: Job;
}

const CALLERS = 8;
const OPERATIONS = 160;

let compared = 0;
/** Jobs are taken in any order, any number of times: each take has as many steps as there are jobs. */
const jobs: SequentialModel<readonly string[], { kind: 'add'; job: string } | { kind: 'take' }, Result> = {
  name: 'leases',
  initial: [],
  steps: (state, operation) =>
    operation.kind === 'add'
      ? [{ state: [...state, operation.job], result: { job: null } }]
      : state.map((job) => ({ state: [...state.filter((other) => other !== job), job], result: { job } })),
  key: (state) => state.join(),
  sameResult(a, b) {
    compared++;
    return a.job === b.job;
  },
  kind: ({ kind }) => kind,
  describe: ({ kind }) => kind,
};

/** Once such a run of the tank never came to an end: 34 s of CPU for 2,000 steps, in comparisons of results. */
it('should decide about a model with many steps, or give it up, in few comparisons', () => {
  const checker = onlineChecker(jobs);
  const state = checker.initial();
  const random = randomFrom(1);
  const open: { id: number; result: Result }[] = [];
  const added: string[] = [];
  for (let id = 0; id < OPERATIONS; id++) {
    if (open.length === CALLERS) {
      const [ended] = open.splice(random(CALLERS), 1);
      if (ended !== undefined) expect(checker.returned(state, ended.id, ended.result)).toBeUndefined();
    }
    const job = `j${id}`;
    const adds = id < 2 || random(3) === 0;
    const at = added[random(Math.max(1, added.length))] ?? null;
    checker.call(state, id, id % CALLERS, adds ? { kind: 'add', job } : { kind: 'take' });
    open.push({ id, result: { job: adds ? null : at } });
    if (adds) added.push(job);
  }
  expect(compared).toBeGreaterThan(1000);
  expect(compared).toBeLessThan(2_000_000);
});
