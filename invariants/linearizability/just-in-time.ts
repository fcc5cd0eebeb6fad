import { searchBackwards } from './backwards.ts';
import { mayReach, reachesFreely, shows } from './blocks.ts';
import { searchForwards } from './forwards.ts';
import type { Block, Configuration } from './partition.ts';
import { intern, stateOf } from './partition.ts';
import type { Search } from './search.ts';
import { addFound, place, raise } from './search.ts';

/**
 * Explains the return from one configuration in every way that is not covered by another: just-in-time linearization
 * (Lowe 2017), as lazy as can be. An operation that changed nothing needs no decision before it returns, since blocks tell what
 * it may have seen; a blind one needs none at all; any other is put in its place here, and only if the return needs it.
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
    for (const step of op.blind) {
      if (!model.sameResult(step.result, result)) continue;
      place(search, from, undefined, [{ op, result, after: intern(model, search.partition, step.state) }]);
    }
    return;
  }
  const pure = model.pure?.(op.operation, result) === true;
  const enablers = model.before === undefined ? undefined : model.enablers?.(op.operation, result);
  if (enablers === undefined) {
    const hidden = hide(search, from, (state) => changesNothing(search, state));
    if (!hidden || !pure) searchForwards(search, from, hidden);
    return;
  }
  let hidden = false;
  for (const enabler of enablers) {
    const id = search.partition.ids.get(model.key(enabler));
    if (id === undefined || (!pure && !changesNothing(search, id))) continue;
    if (hide(search, from, id)) hidden = true;
    // If it never changes anything, then whatever else may have happened can be decided later.
    if (hidden && pure) return;
  }
  for (const enabler of enablers) {
    for (const step of model.steps(enabler, op.operation)) {
      if (!model.sameResult(step.result, result)) continue;
      if (hidden && model.key(step.state) === model.key(enabler)) continue;
      searchBackwards(search, from, enabler, step.state);
    }
  }
}

/**
 * Puts the operation where it changes nothing: in any block that shows such a state. True if one of these places comes at no
 * cost; then the others are not needed.
 */
function hide<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  wanted: number | ((state: number) => boolean),
): boolean {
  const { blocks } = from;
  const call = search.op.calledAt;
  const costly: Block[] = [];
  for (const block of blocks) {
    if (!(typeof wanted === 'number' ? shows(block, wanted, call) : showsAny(block, wanted, call))) continue;
    if (call > block.last && !mayReach(blocks, block, call)) continue;
    if (call <= block.last || reachesFreely(blocks, block, call)) {
      addFound(search, from);
      return true;
    }
    costly.push(block);
  }
  for (const block of costly) addFound(search, raise(from, block, call));
  return false;
}

function showsAny(block: Block, wanted: (state: number) => boolean, call: number): boolean {
  if (wanted(block.state)) return true;
  for (let i = block.path.length - 2; i >= 0; i -= 2) {
    if ((block.path[i + 1] ?? 0) < call) return false;
    if (wanted(block.path[i] ?? 0)) return true;
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
