import { End, type HistoryColumns } from './history.ts';
import type { SequentialModel } from './model.ts';
import { type HistoryParts, partsOf } from './parts.ts';
import { isSequential, type SequentialVerdict } from './sequential.ts';
import type { KnownOp } from './whole-history.ts';
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

/** Longer histories are not searched for a sequential order of the whole; that of one part is. */
const SEARCHED_MAX = 20_000;

/**
 * The steps below linearizable, of a history up to and with its first bad event, the index of which is `last`.
 *
 * @param clash ids of the operations that clash, the bad one first, as an explanation names them
 */
export function weaker<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  history: HistoryColumns<Operation, Result>,
  last: number,
  clash: readonly number[],
): Weaker {
  const parts = partsOf(model, history);
  const part = parts.of[clash[0] ?? 0] ?? 0;
  const own = operationsUpTo(history, parts, last, part);
  const all = parts.names.length === 1 ? own : undefined;
  // What the part with the clash does not keep to, the whole does not.
  let sequential = isSequential(model, own);
  let monotonicReads = isMonotonic(model, own);
  if (all === undefined && (sequential === 'yes' || monotonicReads === true)) {
    const whole = operationsUpTo(history, parts, last, undefined);
    if (sequential === 'yes')
      sequential = history.operations.length > SEARCHED_MAX ? 'unknown' : isSequential(model, whole);
    if (monotonicReads === true) monotonicReads = isMonotonic(model, whole);
  }
  return { sequential, monotonicReads, staleBy: staleness(model, own, clash) };
}

/** The operations called by then, by part; those that end later have not ended, and those that failed are left out. */
function operationsUpTo<Operation, Result>(
  { codes, clients, operations, results, ends }: HistoryColumns<Operation, Result>,
  { names, of }: HistoryParts,
  last: number,
  only: number | undefined,
): Map<string, KnownOp<Operation, Result>[]> {
  const calledAt = new Int32Array(operations.length).fill(-1);
  const endedAt = new Int32Array(operations.length).fill(-1);
  for (let i = 0; i <= last; i += 1) {
    const code = codes[i] ?? 0;
    if ((code & 1) === 0) calledAt[code >> 1] = i;
    else endedAt[code >> 1] = i;
  }
  const parts = new Map<string, KnownOp<Operation, Result>[]>();
  for (let id = 0; id < operations.length; id += 1) {
    const part = of[id] ?? 0;
    const ended = endedAt[id] ?? -1;
    if ((calledAt[id] ?? -1) < 0 || (only !== undefined && part !== only)) continue;
    if (ended >= 0 && ends[id] === End.fail) continue;
    const returned = ended >= 0 && ends[id] === End.ok;
    const op = {
      id,
      client: clients[id] ?? 0,
      operation: operations[id] as Operation, // there is one for each id
      result: returned ? results[id] : undefined,
      calledAt: calledAt[id] ?? 0,
      returnedAt: returned ? ended : Infinity,
    };
    const name = names[part] ?? '';
    const others = parts.get(name);
    if (others === undefined) parts.set(name, [op]);
    else others.push(op);
  }
  return parts;
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
