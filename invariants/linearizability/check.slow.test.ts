import { describe, expect, it } from 'vitest';
import { amount, LONG } from '../../sim/testing/long.ts';
import { checkHistory } from './check.ts';
import type { HistoryEvent } from './history.ts';
import type { DeterministicModel, SequentialModel } from './model.ts';
import { appendList } from './models/append-list.ts';
import { counter } from './models/counter.ts';
import { type KvOperation, type KvResult, kv } from './models/kv.ts';
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

/** Whether the search over whole histories finds an order of each partition, and that order is legal. */
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
  histories = amount(600, 10_000),
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

/** One key, many clients, mostly distinct values: long enough that whole blocks of the past are covered or forgotten. */
function longHistory(seed: number): HistoryEvent<KvOperation, KvResult>[] {
  const random = randomFrom(seed);
  const key = 'k0';
  return generate(kv, random, {
    operations: 15 + random(25),
    clients: 4 + random(5),
    unknown: [0, 0, 10][random(3)] ?? 0,
    failed: 0,
    corrupted: [0, 0, 4][random(3)] ?? 0,
    operation(draw, id): KvOperation {
      const kind = draw(10);
      if (kind < 3) return { kind: 'read', key };
      if (kind < 7) return { kind: 'write', key, value: `v${id}` };
      if (kind < 8) return { kind: 'append', key, value: `v${id}` };
      return { kind: 'cas', key, from: `v${Math.max(0, id - 1 - draw(8))}`, to: `v${id}` };
    },
    corrupt(draw, result): KvResult {
      if (result.kind === 'read') return { kind: 'read', value: `v${draw(20)}` };
      return result.kind === 'cas' ? { kind: 'cas', swapped: !result.swapped } : result;
    },
  });
}

describe('the search event by event, against the search over whole histories', () => {
  // Covering a configuration by one with a later call was once wrong: seeds 7,005,192 and 7,005,612 here, 38327266487 in the tank.
  it('should agree on the first bad event of long histories', () => {
    let bad = 0;
    for (let seed = LONG ? 7_000_001 : 7_005_151; seed <= (LONG ? 7_009_000 : 7_005_650); seed += 1) {
      const events = longHistory(seed);
      const found = firstBadEvent(kv, events, false);
      if (found >= 0) bad += 1;
      const agreed =
        found < 0
          ? hasOrder(kv, events)
          : hasOrder(kv, events.slice(0, found)) && !hasOrder(kv, events.slice(0, found + 1));
      if (!agreed) expect({ seed, found }).toBe('agreed');
    }
    expect(bad).toBeGreaterThan(amount(6, 500));
  });
});

describe('all checkers, against brute force', () => {
  it('should agree on registers', () => compare(register, registerWorkload, amount(1_500, 25_000)));
  it('should agree on key-value stores', () => compare(kv, kvWorkload, amount(1_500, 25_000)));
  it('should agree on counters', () => compare(counter, counterWorkload));
  it('should agree on append-lists', () => compare(appendList, listWorkload));
  it('should agree on queues', () => compare(queue, queueWorkload, amount(600, 6_000)));
  it('should agree on stacks', () => compare(stack, queueWorkload, amount(600, 6_000)));
  it('should agree on sets', () => compare(set, setWorkload));
  it('should agree on locks', () => compare(lock, lockWorkload, amount(1_000, 5_000)));
  it('should agree on transactions', () => compare(multiKey, transactionWorkload, amount(600, 3_000)));
});
