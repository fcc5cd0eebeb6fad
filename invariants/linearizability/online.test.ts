import { describe, expect, test } from 'vitest';
import type { DeterministicModel, SequentialModel } from './model.ts';
import { appendList } from './models/append-list.ts';
import { counter } from './models/counter.ts';
import type { KvOperation } from './models/kv.ts';
import { kv } from './models/kv.ts';
import { register } from './models/register.ts';
import { stamp } from './models/stamp.ts';
import { onlineChecker } from './online.ts';
import { firstBadByBruteForce } from './testing/brute-force.ts';
import type { HistoryOptions } from './testing/history.ts';
import { firstBad, generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import { vague, vagueWorkload } from './testing/vague.ts';
import {
  counterWorkload,
  kvWorkload,
  listWorkload,
  registerWorkload,
  stampWorkload,
} from './testing/workloads.ts';

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

function compare<State, Operation, Result>(
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

describe('online checker', () => {
  test('should find the same first bad event as brute force: register', () =>
    compare(register, registerWorkload, 8000));
  test('should find the same first bad event as brute force: kv', () => compare(kv, kvWorkload, 8000));
  test('should find the same first bad event as brute force: counter', () =>
    compare(counter, counterWorkload, 4000));
  test('should find the same first bad event as brute force: list', () =>
    compare(appendList, (values) => listWorkload(values - 1), 6000, 12, 8));
  test('should find the same first bad event as brute force: stamp', () =>
    compare(stamp(3), stampWorkload, 6000, 12, 6));
  test('should find the same first bad event as brute force: writes that leave something open', () =>
    compare(vague, vagueWorkload, 8000, 10, 6));
  test('should find the same first bad event as brute force: kv, long', () =>
    compare(kv, kvWorkload, 3000, 18));

  test('should not keep what can no longer matter while one operation stays open', () => {
    const checker = onlineChecker(kv);
    const state = checker.initial();
    const key = 'k0';
    checker.call(state, 1000, 7, { kind: 'append', key, value: 'late' });
    const history = generate(kv, randomFrom(1), {
      operations: 60,
      clients: 7,
      unknown: 0,
      failed: 0,
      corrupted: 0,
      corrupt: (_, result) => result,
      operation(random, id): KvOperation {
        const dice = random(10);
        if (dice < 2) return { kind: 'read', key };
        if (dice < 8) return { kind: 'write', key, value: `v${id}` };
        return { kind: 'cas', key, from: `v${Math.max(0, id - 1 - random(12))}`, to: `v${id}` };
      },
    });
    let most = 0;
    for (const event of history) {
      expect(firstBad(checker, [event], state)).toBe(-1);
      for (const { configurations } of state.partitions.values())
        most = Math.max(most, configurations.length);
    }
    expect(state.undecided).toBe(0);
    expect(most).toBeLessThan(20);
  });
});
