import type { Facts } from './facts.ts';
import { addReturn, closeHoles, fitsWithout, type ListFacts } from './list-monitor.ts';
import type { ListResult } from './list-operations.ts';
import type { SequentialModel } from './model.ts';
import type { Op, Partition } from './partition.ts';
import { type Fit, fillGaps, type Work } from './sum-gaps.ts';
import { addSum, closeGaps, type SumFacts } from './sum-monitor.ts';
import type { SumResult } from './sum-operations.ts';

/** Takes a return into the facts. The operation is no longer among the pending ones. */
export function takeReturn<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  facts: Facts,
  op: Op<State, Operation, Result>,
  result: Result,
  budget: number,
): Fit {
  const work: Work = { left: budget };
  const fit =
    facts.kind === 'list'
      ? listReturn(model, partition, facts, op, result)
      : sumReturn(model, partition, facts, op, result, work);
  partition.spent += budget - work.left;
  if (fit === 'fits') closeOpen(model, partition, facts);
  return fit;
}

/** Whether what is open can be explained without an operation that failed. */
export function takeFailure<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  facts: Facts,
  op: Op<State, Operation, Result>,
  budget: number,
): Fit {
  if (facts.kind === 'sum') {
    const work: Work = { left: budget };
    const fit = fillGaps(facts.gaps, freeAdds(model, partition), work);
    partition.spent += budget - work.left;
    return fit;
  }
  return fitsWithout(facts, op.id, freePushes(model, partition, facts)) ? 'fits' : 'misfit';
}

/** An operation that changes the object will never return. */
export function takeUnknown<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  facts: Facts,
  op: Op<State, Operation, Result>,
): void {
  if (facts.kind === 'list' && facts.reserved.delete(op.id)) return; // its place is known
  partition.unknown.push(op);
  partition.unknown.sort((a, b) => a.calledAt - b.calledAt);
  closeOpen(model, partition, facts);
}

/** Forgets the operations that will never return, and whose places are known. */
function closeOpen<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  facts: Facts,
): void {
  const isOpen = facts.kind === 'list' ? facts.holes.length > 0 : facts.gaps.length > 0;
  if (!isOpen) return;
  const used =
    facts.kind === 'list'
      ? closeHoles(facts, freePushes(model, partition, facts))
      : closeGaps(facts, freeAdds(model, partition), partition.pending[0]?.calledAt ?? Infinity);
  if (used.length > 0) partition.unknown = partition.unknown.filter(({ id }) => !used.includes(id));
}

function listReturn<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  list: ListFacts,
  op: Op<State, Operation, Result>,
  result: Result,
): Fit {
  const operation = model.asList?.(op.operation);
  if (operation === undefined) throw new Error(`${model.name}: an operation that no list has`);
  const told = result as ListResult; // `asList` promises that
  const free = freePushes(model, partition, list);
  return addReturn(list, op.id, operation, told, op.calledAt, partition.now, free) ? 'fits' : 'misfit';
}

function sumReturn<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  sum: SumFacts,
  op: Op<State, Operation, Result>,
  result: Result,
  work: Work,
): Fit {
  const operation = model.asSum?.(op.operation);
  if (operation === undefined) throw new Error(`${model.name}: an operation that no sum has`);
  const { kind, value } = result as SumResult; // `asSum` promises that
  if (kind !== operation.kind) return 'misfit';
  const amount = operation.kind === 'add' ? operation.amount : 0;
  return addSum(sum, amount, value, op.calledAt, partition.now, freeAdds(model, partition), work);
}

interface Free<Value> {
  readonly id: number;
  readonly value: Value;
  readonly calledAt: number;
  readonly pending: boolean;
}

function freePushes<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
  { reserved }: ListFacts,
): Free<string>[] {
  return freeOf(partition, (op) => {
    const operation = model.asList?.(op.operation);
    return operation?.kind === 'push' && !reserved.has(op.id) ? operation.value : undefined;
  });
}

const freeAdds = <State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  partition: Partition<State, Operation, Result>,
): Free<number>[] =>
  freeOf(partition, (op) => {
    const operation = model.asSum?.(op.operation);
    return operation?.kind === 'add' ? operation.amount : undefined;
  });

/** The operations that have not returned and that change the object, in the order of their calls. */
function freeOf<Value, State, Operation, Result>(
  { pending, unknown }: Partition<State, Operation, Result>,
  worth: (op: Op<State, Operation, Result>) => Value | undefined,
): Free<Value>[] {
  const free: Free<Value>[] = [];
  let i = 0;
  let j = 0;
  while (i < pending.length || j < unknown.length) {
    const isPending = (pending[i]?.calledAt ?? Infinity) < (unknown[j]?.calledAt ?? Infinity);
    const op = isPending ? pending[i++] : unknown[j++];
    const value = op === undefined ? undefined : worth(op);
    if (op === undefined || value === undefined) continue;
    free.push({ id: op.id, value, calledAt: op.calledAt, pending: isPending });
  }
  return free;
}
