import { searchBackwards } from './backwards.ts';
import { searchForwards } from './forwards.ts';
import type { Configuration } from './partition.ts';
import { intern, stateOf } from './partition.ts';
import type { Search } from './search.ts';
import { addFound, END, place } from './search.ts';
import { latestGap, leftAt, visitedSince } from './visited.ts';

/**
 * Explains the return from one configuration in every way that is not covered by another: just-in-time linearization
 * (Lowe 2017), as lazy as can be. An operation that changed nothing, or was overwritten at once, needs no decision before it
 * returns, since `visited` tells what it may have seen; any other is put in its place here, and only if the return needs it.
 */
export function explainReturn<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
): void {
  const { model, op, result } = search;
  for (const committed of from.committed) {
    if (committed.id !== op.id) continue;
    if (!model.sameResult(committed.result, result)) return;
    addFound(search, { ...from, committed: from.committed.filter((other) => other !== committed) });
    return;
  }
  if (op.blind !== undefined) {
    explainBlind(search, from);
    return;
  }
  const enablers = model.before === undefined ? undefined : model.enablers?.(op.operation, result);
  if (enablers !== undefined) {
    explainFrom(search, from, enablers);
    return;
  }
  const hidden = canHide(search, from);
  if (hidden) addFound(search, from);
  if (!hidden || !model.pure?.(op.operation, result)) searchForwards(search, from, hidden);
}

/** A blind operation may come last, or in the latest gap; what came before it in either case can still be decided later. */
function explainBlind<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
): void {
  const { model, partition, op, result } = search;
  if (op.blind === undefined || !model.sameResult(op.blind.result, result)) return;
  const after = intern(model, partition, op.blind.state);
  const sequence = [{ op, result, after }];
  place(search, from, END, sequence);
  const gap = latestGap(from.visited, op.call);
  if (gap >= 0) place(search, from, gap, sequence);
  else if (visitedSince(from.visited, after, op.call)) addFound(search, from);
}

/** The model knows the states in which the operation can have returned this. */
function explainFrom<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  enablers: readonly State[],
): void {
  const { model, partition, op, result } = search;
  const pure = model.pure?.(op.operation, result) === true;
  let hidden = false;
  for (const enabler of enablers) {
    const id = partition.ids.get(model.key(enabler)) ?? -1;
    if (id < 0 || (id !== from.state && !visitedSince(from.visited, id, op.call))) continue;
    if (!pure && !changesNothing(search, id)) continue;
    hidden = true;
    addFound(search, from);
    break;
  }
  // If it never changes anything, then whatever else may have happened can be decided later.
  if (hidden && pure) return;
  for (const enabler of enablers) {
    for (const step of model.steps(enabler, op.operation)) {
      if (!model.sameResult(step.result, result)) continue;
      if (hidden && model.key(step.state) === model.key(enabler)) continue;
      searchBackwards(search, from, enabler, step.state);
    }
  }
}

/** Whether there was a state since the call in which the operation changes nothing and returns its result. */
function canHide<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
): boolean {
  if (changesNothing(search, from.state)) return true;
  for (let i = from.visited.length - 2; i >= 0; i -= 2) {
    if (leftAt(from.visited[i + 1] ?? 0) < search.op.call) return false;
    if (changesNothing(search, from.visited[i] ?? 0)) return true;
  }
  return false;
}

function changesNothing<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  id: number,
): boolean {
  const { model, partition, op, result } = search;
  const state = stateOf(partition, id);
  const key = model.key(state);
  return model
    .steps(state, op.operation)
    .some((step) => model.key(step.state) === key && model.sameResult(step.result, result));
}
