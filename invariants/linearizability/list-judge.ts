import { addReturn, closeHoles, type FreePush, fitsWithout, type ListFacts } from './list-monitor.ts';
import type { ListResult } from './list-operations.ts';
import type { SequentialModel } from './model.ts';
import type { Op, Partition } from './partition.ts';

/** Takes a return into what is known of the list; false if it fits nowhere. The operation is no longer among the pending ones. */
export function fitsList<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
  op: Op<State, Operation, Result>,
  result: Result,
): boolean {
  const operation = model.asList?.(op.operation);
  if (operation === undefined) throw new Error(`${model.name}: an operation that is none of a list`);
  const told = result as ListResult; // `asList` promises that
  if (
    !addReturn(list, op.id, operation, told, op.calledAt, partition.now, freePushes(model, partition, list))
  )
    return false;
  closeListHoles(model, partition, list);
  return true;
}

/** Whether there is a push for each hole, without one that failed. */
export const fillsHoles = <State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
  failed: Op<State, Operation, Result>,
): boolean => fitsWithout(list, failed.id, freePushes(model, partition, list));

/** A push will never return. */
export function forgetReturn<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
  op: Op<State, Operation, Result>,
): void {
  if (list.reserved.delete(op.id)) return; // its place is known
  partition.unknown.push(op);
  partition.unknown.sort((a, b) => a.calledAt - b.calledAt);
  closeListHoles(model, partition, list);
}

/** Forgets the pushes that will never return, and whose places are known. */
function closeListHoles<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
): void {
  if (list.holes.length === 0) return;
  const used = closeHoles(list, freePushes(model, partition, list));
  if (used.length > 0) partition.unknown = partition.unknown.filter(({ id }) => !used.includes(id));
}

/** In the order of their calls. */
function freePushes<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { pending, unknown }: Partition<State, Operation, Result>,
  { reserved }: ListFacts,
): FreePush[] {
  const free: FreePush[] = [];
  let i = 0;
  let j = 0;
  while (i < pending.length || j < unknown.length) {
    const isPending = (pending[i]?.calledAt ?? Infinity) < (unknown[j]?.calledAt ?? Infinity);
    const op = isPending ? pending[i++] : unknown[j++];
    const operation = op === undefined ? undefined : model.asList?.(op.operation);
    if (op === undefined || operation?.kind !== 'push' || reserved.has(op.id)) continue;
    free.push({ id: op.id, value: operation.value, calledAt: op.calledAt, pending: isPending });
  }
  return free;
}
