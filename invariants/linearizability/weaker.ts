import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import { isSequential, type SequentialVerdict } from './sequential.ts';
import { type KnownOp, operationsOf } from './whole-history.ts';
import type { ZoneValue } from './zones.ts';

/** What a history that is not linearizable still keeps to. */
export interface Weaker {
  /** Some order that keeps each client's own is legal. */
  readonly sequential: SequentialVerdict;
  /** No client sees a value of a key that was replaced before one it has seen already; undefined where values do not tell. */
  readonly monotonicReads: boolean | undefined;
  /** How many changes of the same partition had come and gone when the bad operation was called, since what it saw; undefined if it does not tell. */
  readonly staleBy: number | undefined;
}

/**
 * The steps below linearizable, of a history up to and with its first bad event.
 *
 * @param clash ids of the operations that clash, the bad one first, as an explanation names them
 */
export function weaker<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  clash: readonly number[],
): Weaker {
  const partitions = operationsOf(model, events);
  return {
    sequential: sequentialVerdict(model, partitions, clash),
    monotonicReads: isMonotonic(model, partitions),
    staleBy: staleness(model, partitions, clash),
  };
}

/** If not even the part with the clash is, nothing else need be looked at. */
function sequentialVerdict<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
  clash: readonly number[],
): SequentialVerdict {
  const part = [...partitions].find(([, ops]) => ops.some(({ id }) => id === clash[0]));
  if (part !== undefined && partitions.size > 1) {
    const own = isSequential(model, new Map([part]));
    if (own !== 'yes') return own;
  }
  return isSequential(model, partitions);
}

/** The value that an operation of a register wrote or saw. */
function valueIn<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { operation, result }: KnownOp<Operation, Result>,
): { readonly wrote: ZoneValue | undefined; readonly saw: ZoneValue | undefined } | undefined {
  const words = model.asRegister?.(operation);
  if (words === undefined) return undefined;
  switch (words.kind) {
    case 'write':
      return { wrote: words.value, saw: undefined };
    case 'cas':
      return { wrote: words.to, saw: undefined };
    case 'read':
      return { wrote: undefined, saw: readValue(result) };
  }
}

function readValue(result: unknown): ZoneValue | undefined {
  if (typeof result !== 'object' || result === null || !('value' in result)) return undefined;
  const { value } = result;
  return typeof value === 'string' || typeof value === 'number' || value === null ? value : undefined;
}

function isMonotonic<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
): boolean | undefined {
  for (const ops of partitions.values()) {
    const writers = new Map<ZoneValue, KnownOp<Operation, Result>>();
    for (const op of ops) {
      const value = valueIn(model, op);
      if (value === undefined) return undefined;
      if (value.wrote === undefined) continue;
      if (writers.has(value.wrote)) return undefined; // it does not tell who wrote it
      writers.set(value.wrote, op);
    }
    const newest = new Map<number, KnownOp<Operation, Result>>();
    for (const op of [...ops].sort((a, b) => a.returnedAt - b.returnedAt)) {
      const saw = valueIn(model, op)?.saw;
      if (saw === undefined) continue;
      const before = newest.get(op.client);
      const writer = writers.get(saw);
      if (before !== undefined && (writer === undefined || writer.returnedAt < before.calledAt)) return false;
      if (writer !== undefined) newest.set(op.client, writer);
    }
  }
  return true;
}

function staleness<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partitions: ReadonlyMap<string, readonly KnownOp<Operation, Result>[]>,
  clash: readonly number[],
): number | undefined {
  const [id] = clash;
  for (const ops of partitions.values()) {
    const bad = ops.find((op) => op.id === id);
    if (bad === undefined) continue;
    const saw = valueIn(model, bad)?.saw;
    if (saw === undefined) return undefined;
    const writers = ops.filter((op) => valueIn(model, op)?.wrote === saw);
    // Without a writer it is what the register began with, or came from nowhere.
    const isInitial = model.key(model.initial) === saw && writers.length === 0;
    if (!isInitial && writers.length !== 1) return undefined;
    const since = writers[0]?.returnedAt ?? -1;
    return ops.filter(
      (op) => valueIn(model, op)?.wrote !== undefined && op.calledAt > since && op.returnedAt < bad.calledAt,
    ).length;
  }
  return undefined;
}
