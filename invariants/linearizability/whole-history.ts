import type { HistoryEvent } from './history.ts';
import type { SequentialModel } from './model.ts';
import { searchWhole } from './whole.ts';
import type { WholeOp, WholeVerdict } from './whole-op.ts';

/** An operation of a whole history, with its id. */
export interface KnownOp<Operation, Result> extends WholeOp<Operation, Result> {
  readonly id: number;
}

type Open<Operation, Result> = {
  -readonly [field in keyof KnownOp<Operation, Result>]: KnownOp<Operation, Result>[field];
};

const NO_PAIRS: ReadonlyMap<number, number> = new Map();

/**
 * The operations of each partition, in the order of their calls; times are indices of events. Operations that failed are left out.
 *
 * @param touching ids of operations of which the second must come before the first, though times do not say so
 */
export function operationsOf<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  touching = NO_PAIRS,
): Map<string, KnownOp<Operation, Result>[]> {
  const partitions = new Map<string, Open<Operation, Result>[]>();
  const byId: Open<Operation, Result>[] = [];
  const failed = new Set<number>();
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    if (event === undefined) continue;
    if (event.type === 'call') {
      const { id, client, operation } = event;
      const op = { id, client, operation, result: undefined, calledAt: i, returnedAt: Infinity };
      byId[id] = op;
      const name = model.partition?.(operation) ?? '';
      const others = partitions.get(name);
      if (others === undefined) partitions.set(name, [op]);
      else others.push(op);
    } else if (event.type === 'fail') failed.add(event.id);
    else if (event.type === 'ok') {
      const op = byId[event.id];
      if (op === undefined) continue;
      op.result = event.result;
      op.returnedAt = i;
    }
  }
  if (failed.size > 0)
    for (const [name, ops] of partitions)
      partitions.set(
        name,
        ops.filter(({ id }) => !failed.has(id)),
      );
  if (touching.size > 0) for (const ops of partitions.values()) addPairs(ops, touching);
  return partitions;
}

/** Of a chain of operations that touch, some may be of other partitions, or have failed. */
function addPairs<Operation, Result>(
  ops: Open<Operation, Result>[],
  touching: ReadonlyMap<number, number>,
): void {
  const places = new Map(ops.map(({ id }, index) => [id, index]));
  for (const op of ops) {
    let before = touching.get(op.id);
    while (before !== undefined && !places.has(before)) before = touching.get(before);
    const after = before === undefined ? undefined : places.get(before);
    if (after !== undefined) op.after = after;
  }
}

/**
 * Looks for a legal order of each partition of a whole history.
 *
 * @param budget model steps that may be tried, for each partition
 * @returns by partition: its operations, and the verdict on them
 */
export function orderHistory<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  events: readonly HistoryEvent<Operation, Result>[],
  budget?: number,
): Map<string, { readonly ops: readonly KnownOp<Operation, Result>[]; readonly verdict: WholeVerdict }> {
  const verdicts = new Map<string, { ops: readonly KnownOp<Operation, Result>[]; verdict: WholeVerdict }>();
  for (const [name, ops] of operationsOf(model, events))
    verdicts.set(name, { ops, verdict: searchWhole(model, ops, budget) });
  return verdicts;
}
