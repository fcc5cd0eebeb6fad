import type { ListOperation, ListResult } from '../models/append-list.ts';
import type { CounterOperation, CounterResult } from '../models/counter.ts';
import type { KvOperation, KvResult } from '../models/kv.ts';
import type { LockOperation, LockResult } from '../models/lock.ts';
import type { Transaction, TransactionResult } from '../models/multi-key.ts';
import type { QueueOperation, QueueResult } from '../models/queue.ts';
import type { RegisterOperation, RegisterResult } from '../models/register.ts';
import type { SetOperation, SetResult } from '../models/set.ts';
import type { StampOperation, StampResult } from '../models/stamp.ts';
import type { HistoryOptions } from './history.ts';

type Workload<Operation, Result> = Pick<HistoryOptions<Operation, Result>, 'operation' | 'corrupt'>;
type Random = (bound: number) => number;

/** With `values` 0 every written value is another; otherwise there are that many. */
const fresh = (random: Random, values: number, id: number): string =>
  values === 0 ? `v${id}` : `v${random(values)}`;

const valueOrNothing = (random: Random, values: number): string | null => {
  const known = values === 0 ? 9 : values;
  const value = random(known + 1);
  return value === known ? null : `v${value}`;
};

export function registerWorkload(values: number): Workload<RegisterOperation, RegisterResult> {
  return {
    operation(random, id) {
      const kind = random(10);
      if (kind < 4) return { kind: 'read' };
      if (kind < 7) return { kind: 'write', value: fresh(random, values, id) };
      return { kind: 'cas', from: valueOrNothing(random, values), to: fresh(random, values, id) };
    },
    corrupt(random, result) {
      if (result.kind === 'read') return { kind: 'read', value: valueOrNothing(random, values) };
      return result.kind === 'cas' ? { kind: 'cas', swapped: !result.swapped } : result;
    },
  };
}

export function kvWorkload(values: number): Workload<KvOperation, KvResult> {
  return {
    operation(random, id) {
      const key = `k${random(1 + (values % 2))}`;
      const kind = random(10);
      if (kind < 4) return { kind: 'read', key };
      if (kind < 6) return { kind: 'write', key, value: fresh(random, values, id) };
      if (kind < 8) return { kind: 'append', key, value: fresh(random, values, id) };
      return { kind: 'cas', key, from: valueOrNothing(random, values), to: fresh(random, values, id) };
    },
    corrupt(random, result) {
      switch (result.kind) {
        case 'read':
          return { kind: 'read', value: valueOrNothing(random, values) };
        case 'cas':
          return { kind: 'cas', swapped: !result.swapped };
        case 'append':
          return { kind: 'append', value: `v${random(values || 9)},${result.value.split(',').at(-1)}` };
        case 'write':
          return result;
      }
    },
  };
}

export function counterWorkload(values: number): Workload<CounterOperation, CounterResult> {
  return {
    operation: (random) =>
      random(3) === 0
        ? { kind: 'get' }
        : { kind: 'add', amount: 1 + random(values) - (values === 4 ? 2 : 0) },
    corrupt: (random, result) => ({ kind: result.kind, value: result.value + 1 - 2 * random(2) }),
  };
}

/** Amounts of 1 and more, and few that are equal. */
export const growingWorkload = (values: number): Workload<CounterOperation, CounterResult> => ({
  operation: (random) =>
    random(3) === 0 ? { kind: 'get' } : { kind: 'add', amount: 1 + random(1 + 3 * values) },
  corrupt: (random, { kind, value }) => ({ kind, value: value + (1 + random(3)) * (1 - 2 * random(2)) }),
});

export function listWorkload(values: number): Workload<ListOperation, ListResult> {
  return {
    operation: (random, id) =>
      random(3) === 0 ? { kind: 'list' } : { kind: 'push', value: fresh(random, values, id) },
    corrupt(random, result) {
      if (result.kind === 'push') return { kind: 'push', length: result.length + 1 - 2 * random(2) };
      const values = [...result.values];
      if (random(2) === 0) values.pop();
      else values.reverse();
      return { kind: 'list', values };
    },
  };
}

export const stampWorkload = (values: number): Workload<StampOperation, StampResult> => ({
  operation: (random) => ({ kind: random(2) === 0 ? 'stamp' : 'last', key: `k${random(1 + (values % 2))}` }),
  corrupt: (random, { kind }) => ({ kind, stamp: { at: 0, lot: random(3) } }),
});

export const queueWorkload = (values: number): Workload<QueueOperation, QueueResult> => ({
  operation: (random, id) =>
    random(2) === 0 ? { kind: 'enqueue', value: fresh(random, values, id) } : { kind: 'dequeue' },
  corrupt: (random, result) =>
    result.kind === 'dequeue' ? { kind: 'dequeue', value: valueOrNothing(random, values) } : result,
});

export const setWorkload = (values: number): Workload<SetOperation, SetResult> => ({
  operation: (random) => ({
    kind: (['add', 'remove', 'contains'] as const)[random(3)] ?? 'add',
    value: `v${random(1 + (values % 3))}`,
  }),
  corrupt: (_, result) => (result === null ? null : !result),
});

export const lockWorkload = (): Workload<LockOperation, LockResult> => ({
  operation: (random) => ({
    kind: random(2) === 0 ? 'acquire' : 'release',
    owner: `o${random(3)}`,
    lock: 'l',
  }),
  corrupt: (_, result) => !result,
});

export const transactionWorkload = (values: number): Workload<Transaction, TransactionResult> => ({
  operation: (random, id) => ({
    accesses: Array.from({ length: 1 + random(2) }, () => {
      const key = `k${random(2)}`;
      return random(2) === 0
        ? { kind: 'read', key }
        : { kind: 'write', key, value: fresh(random, values, id) };
    }),
  }),
  corrupt: (random, result) =>
    result.map((value) => (random(2) === 0 ? valueOrNothing(random, values) : value)),
});
