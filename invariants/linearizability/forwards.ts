import { alike } from './backwards.ts';
import type { Configuration, Op } from './partition.ts';
import { intern, stateOf } from './partition.ts';
import type { Placed, Search } from './search.ts';
import { END, gapsSince, isFree, place } from './search.ts';

/**
 * All sequences of open operations after which the operation can return its result, by trying: for models which cannot tell
 * what must have been before, and for results that leave it open. `hidden`: the operation already has a place where it
 * changes nothing, so only places where it changes the state are of interest.
 */
export function searchForwards<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  hidden: boolean,
): void {
  const now = search.partition.calls;
  tryFrom(search, from, END, now, from.state, [], hidden);
  const gaps = gapsSince(from, search.op.call);
  for (const gap of gaps) {
    const calls = (from.visited[gap + 1] ?? 0) >> 1;
    tryFrom(search, from, gap, calls, from.visited[gap] ?? 0, [], hidden);
  }
  for (const op of blindOnes(search, from)) {
    if (op.blind === undefined) continue;
    const after = intern(search.model, search.partition, op.blind.state);
    const first = { op, result: op.blind.result, after };
    tryFrom(search, from, END, now, after, [first], hidden);
    const gap = gaps[0];
    if (gap === undefined) continue;
    const calls = (from.visited[gap + 1] ?? 0) >> 1;
    if (op.call <= calls) tryFrom(search, from, gap, calls, after, [first], hidden);
  }
}

/** The free blind operations; of equal ones that never return, those that make a difference. */
function blindOnes<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
): Op<State, Operation, Result>[] {
  const ops = search.partition.pending.filter((op) => op.blind !== undefined && isFree(from, op));
  for (const equals of search.partition.unknownBlind.values()) {
    let tried: Op<State, Operation, Result> | undefined;
    for (let i = equals.length - 1; i >= 0; i -= 1) {
      const op = equals[i];
      if (op === undefined || !isFree(from, op) || (tried !== undefined && alike(from, op, tried))) continue;
      tried = op;
      ops.push(op);
    }
  }
  return ops;
}

function tryFrom<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  where: number,
  calls: number,
  id: number,
  sequence: readonly Placed<State, Operation, Result>[],
  hidden: boolean,
): void {
  search.budget -= 1;
  if (search.budget < 0) return;
  const { model, partition, op, result } = search;
  const state = stateOf(partition, id);
  for (const step of model.steps(state, op.operation)) {
    if (!model.sameResult(step.result, result)) continue;
    const after = intern(model, partition, step.state);
    if (after === id && hidden) continue;
    place(search, from, where, [...sequence, { op, result, after }]);
    // If it never changes anything, what comes after it can be decided later.
    if (model.pure?.(op.operation, result)) return;
  }
  if (partition.shifters === 0) return;
  for (const other of partition.pending) {
    if (other.blind === undefined && !other.readOnly)
      tryNext(search, from, where, calls, id, sequence, hidden, other);
  }
  const seen = new Map<string, Op<State, Operation, Result>>();
  for (let i = partition.unknownShifters.length - 1; i >= 0; i -= 1) {
    const other = partition.unknownShifters[i];
    if (other?.unknown === undefined || other.call > calls || !usable(from, other, sequence)) continue;
    const equal = seen.get(other.unknown);
    if (equal !== undefined && alike(from, other, equal)) continue;
    seen.set(other.unknown, other);
    tryNext(search, from, where, calls, id, sequence, hidden, other);
  }
}

function usable<State, Operation, Result>(
  from: Configuration<Result>,
  op: Op<State, Operation, Result>,
  sequence: readonly Placed<State, Operation, Result>[],
): boolean {
  return isFree(from, op) && !sequence.some((placed) => placed.op === op);
}

function tryNext<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  where: number,
  calls: number,
  id: number,
  sequence: readonly Placed<State, Operation, Result>[],
  hidden: boolean,
  op: Op<State, Operation, Result>,
): void {
  const { model, partition } = search;
  const watched = partition.pending.some((other) => isFree(from, other));
  if (op.call > calls || !usable(from, op, sequence)) return;
  for (const step of model.steps(stateOf(partition, id), op.operation)) {
    const after = intern(model, partition, step.state);
    if (after === id || (op.unknown !== undefined && !watched && isDetour(from, where, sequence, after)))
      continue;
    tryFrom(search, from, where, calls, after, [...sequence, { op, result: step.result, after }], hidden);
  }
}

/** Whether the sequence was in this state before, and nothing since then can ever return: leaving it out leaves more to use. */
function isDetour<State, Operation, Result>(
  from: Configuration<Result>,
  where: number,
  sequence: readonly Placed<State, Operation, Result>[],
  after: number,
): boolean {
  for (let i = sequence.length - 1; i >= 0; i -= 1) {
    const placed = sequence[i];
    if (placed?.after === after) return true;
    if (placed?.op.unknown === undefined) return false;
  }
  return (where === END ? from.state : from.visited[where]) === after;
}
