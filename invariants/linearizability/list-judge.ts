import { addReturn, closeHoles, type FreePush, type ListFacts, stillFits } from './list-monitor.ts';
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
  if (!addReturn(list, operation, told, op.calledAt, partition.now, freePushes(model, partition)))
    return false;
  closeListHoles(model, partition, list);
  return true;
}

/** Whether there is a push for each hole. */
export const fillsHoles = <State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
): boolean => stillFits(list, freePushes(model, partition));

/** Forgets the pushes that will never return, and whose places are known. */
export function closeListHoles<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
): void {
  if (list.holes.length === 0 || partition.unknown.length === 0) return;
  const used = closeHoles(list, freePushes(model, partition));
  if (used.length > 0) partition.unknown = partition.unknown.filter(({ id }) => !used.includes(id));
}

/** In the order of their calls. */
function freePushes<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { pending, unknown }: Partition<State, Operation, Result>,
): FreePush[] {
  const free: FreePush[] = [];
  let i = 0;
  let j = 0;
  while (i < pending.length || j < unknown.length) {
    const isPending = (pending[i]?.calledAt ?? Infinity) < (unknown[j]?.calledAt ?? Infinity);
    const op = isPending ? pending[i++] : unknown[j++];
    const operation = op === undefined ? undefined : model.asList?.(op.operation);
    if (op === undefined || operation?.kind !== 'push') continue;
    free.push({ id: op.id, value: operation.value, calledAt: op.calledAt, pending: isPending });
  }
  return free;
}
