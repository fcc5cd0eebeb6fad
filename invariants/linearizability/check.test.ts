import { describe, expect, it } from 'vitest';
import { checkHistory } from './check.ts';
import type { HistoryEvent } from './history.ts';
import type { DeterministicModel, SequentialModel } from './model.ts';
import { appendList } from './models/append-list.ts';
import { counter } from './models/counter.ts';
import { kv } from './models/kv.ts';
import { lock } from './models/lock.ts';
import { multiKey } from './models/multi-key.ts';
import { queue, stack } from './models/queue.ts';
import { register } from './models/register.ts';
import { set } from './models/set.ts';
import { firstBadByBruteForce } from './testing/brute-force.ts';
import type { HistoryOptions } from './testing/history.ts';
import { generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import {
  counterWorkload,
  kvWorkload,
  listWorkload,
  lockWorkload,
  queueWorkload,
  registerWorkload,
  setWorkload,
  transactionWorkload,
} from './testing/workloads.ts';
import { orderHistory } from './whole-history.ts';

type Workload<Operation, Result> = (
  values: number,
) => Pick<HistoryOptions<Operation, Result>, 'operation' | 'corrupt'>;

function firstBadEvent<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  zones: boolean,
): number {
  const { verdict } = checkHistory(model, events, { zones });
  if (verdict.type === 'unknown') throw new Error('gave up');
  return verdict.type === 'linearizable' ? -1 : verdict.event;
}

/** Whether the search over whole histories finds an order of each partition, and that order is a legal one. */
function hasOrder<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
): boolean {
  return [...orderHistory(model, events).values()].every(({ ops, verdict }) => {
    if (verdict.type === 'unknown') throw new Error('gave up');
    if (verdict.type === 'not-linearizable') return false;
    const order = verdict.order.map((index) => ops[index]);
    let state = model.initial;
    let latestCall = -1;
    for (const op of order) {
      if (op === undefined || op.returnedAt < latestCall) throw new Error('an order against real time');
      latestCall = Math.max(latestCall, op.calledAt);
      const step = model
        .steps(state, op.operation)
        .find(({ result }) => op.result === undefined || model.sameResult(result, op.result));
      if (step === undefined) throw new Error('an order that the model refuses');
      state = step.state;
    }
    const placed = new Set(order);
    return ops.every((op) => op.returnedAt === Infinity || placed.has(op));
  });
}

function compare<State, Operation, Result>(
  model: DeterministicModel<State, Operation, Result>,
  workload: Workload<Operation, Result>,
  histories = 10_000,
): void {
  let bad = 0;
  for (let seed = 1; seed <= histories; seed += 1) {
    const random = randomFrom(seed);
    const events = generate(model, random, {
      operations: 3 + random(7),
      clients: 1 + random(5),
      unknown: [0, 0, 20, 50][random(4)] ?? 0,
      failed: [0, 10][random(2)] ?? 0,
      corrupted: [0, 5, 15][random(3)] ?? 0,
      ...workload(random(5)),
    });
    const expected = firstBadByBruteForce(model, events);
    if (expected >= 0) bad += 1;
    const found = [
      firstBadEvent(model, events, true),
      firstBadEvent(model, events, false),
      hasOrder(model, expected < 0 ? events : events.slice(0, expected)) ? expected : 'no order before it',
      hasOrder(model, expected < 0 ? events : events.slice(0, expected + 1)) === expected < 0
        ? expected
        : 'an order of it',
    ];
    if (found.some((one) => one !== expected)) expect({ seed, found, events }).toEqual({ seed, expected });
  }
  expect(bad).toBeGreaterThan(histories / 20);
  expect(bad).toBeLessThan((histories * 19) / 20);
}

describe('all checkers, against brute force', () => {
  it('should agree on registers', () => compare(register, registerWorkload, 25_000));
  it('should agree on key-value stores', () => compare(kv, kvWorkload, 25_000));
  it('should agree on counters', () => compare(counter, counterWorkload));
  it('should agree on append-lists', () => compare(appendList, listWorkload));
  it('should agree on queues', () => compare(queue, queueWorkload, 6_000));
  it('should agree on stacks', () => compare(stack, queueWorkload, 6_000));
  it('should agree on sets', () => compare(set, setWorkload));
  it('should agree on locks', () => compare(lock, lockWorkload, 5_000));
  it('should agree on transactions', () => compare(multiKey, transactionWorkload, 3_000));
});
