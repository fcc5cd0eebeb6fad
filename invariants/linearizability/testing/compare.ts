import { expect } from 'vitest';
import type { DeterministicModel, SequentialModel } from '../model.ts';
import { onlineChecker } from '../online.ts';
import { firstBadByBruteForce } from './brute-force.ts';
import { firstBad, generate, type HistoryOptions } from './history.ts';
import { randomFrom } from './random.ts';

/** The model without its promises: the checker must come to the same verdicts, only with more work. */
function bare<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
): SequentialModel<State, Operation, Result> {
  const { name, initial, steps, key, sameResult, kind, describe: words, partition } = model;
  const plain = { name, initial, steps, key, sameResult, kind, describe: words };
  return partition === undefined ? plain : { ...plain, partition };
}

/** The model as an object that chooses. Models here always have an outcome. */
function choosing<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  random: (bound: number) => number,
): DeterministicModel<State, Operation, Result> {
  return {
    ...model,
    apply(state, operation) {
      const steps = model.steps(state, operation);
      const step = steps[random(steps.length)];
      if (step === undefined) throw new Error(`${model.name}: no outcome`);
      return step;
    },
  };
}

/**
 * Holds the online checker against brute force on random histories: with what the model promises, and, up to `bareMax` operations,
 * without. A workload is told how many values there are to choose from: 1 to 4.
 */
export function compare<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  workload: (values: number) => Pick<HistoryOptions<Operation, Result>, 'operation' | 'corrupt'>,
  histories: number,
  operationsMax = 10,
  bareMax = operationsMax,
): void {
  const checker = onlineChecker(model);
  const slow = onlineChecker(bare(model));
  let bad = 0;
  for (let seed = 1; seed <= histories; seed += 1) {
    const random = randomFrom(seed);
    const history = generate(choosing(model, random), random, {
      operations: 3 + random(operationsMax - 2),
      clients: 1 + random(5),
      unknown: [0, 0, 20, 50][random(4)] ?? 0,
      failed: [0, 10][random(2)] ?? 0,
      corrupted: [0, 5, 15][random(3)] ?? 0,
      ...workload(1 + random(4)),
    });
    const expected = firstBadByBruteForce(model, history);
    if (expected >= 0) bad += 1;
    const isShort = history.filter(({ type }) => type === 'call').length <= bareMax;
    for (const judge of isShort ? [checker, slow] : [checker]) {
      const state = judge.initial();
      const found = firstBad(judge, history, state);
      if (found !== expected || state.undecided > 0) {
        expect({ seed, found, undecided: state.undecided, history }).toEqual({
          seed,
          found: expected,
          undecided: 0,
        });
      }
    }
  }
  // Both kinds of history must really have been there.
  expect(bad).toBeGreaterThan(histories / 10);
  expect(bad).toBeLessThan((histories * 9) / 10);
}
