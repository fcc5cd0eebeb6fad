import { choices } from './backwards.ts';
import { mayReach } from './blocks.ts';
import type { Step } from './model.ts';
import type { Block, Configuration, Op } from './partition.ts';
import { intern, stateOf } from './partition.ts';
import type { Placed, Search } from './search.ts';
import { isFree, place } from './search.ts';

/** What stays the same during a search from one block. */
interface Walk<State, Operation, Result> {
  readonly search: Search<State, Operation, Result>;
  readonly from: Configuration<Result>;
  /** The block to go on with; none if the sequence makes its own. */
  readonly block: Block | undefined;
  /** Whether the operation has a place where it changes nothing, at no cost: then only places where it does are of interest. */
  readonly hidden: boolean;
  /** Whether any other pending operation may have seen what happens on the way. */
  readonly watched: boolean;
}

type Sequence<State, Operation, Result> = readonly Placed<State, Operation, Result>[];

/**
 * All sequences of open operations after which the operation can return its result, by trying: for models which cannot tell
 * what must have been before, and for results that leave it open.
 */
export function searchForwards<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  hidden: boolean,
): void {
  const { partition, model, op } = search;
  const watched = partition.pending.some((other) => other.blind === undefined && isFree(from, other));
  for (const block of from.blocks) {
    if (mayReach(from.blocks, block, op.calledAt))
      tryFrom({ search, from, block, hidden, watched }, block.state, []);
  }
  for (const root of freeRoots(search, from)) {
    for (const step of root.blind ?? []) {
      const after = intern(model, partition, step.state);
      const first = { op: root, result: step.result, after };
      tryFrom({ search, from, block: undefined, hidden, watched }, after, [first]);
    }
  }
}

/** The free blind operations; of equal ones that never return, those that make a difference. */
function freeRoots<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
): Op<State, Operation, Result>[] {
  const { partition, op } = search;
  const roots = partition.pending.filter((other) => other.blind !== undefined && isFree(from, other));
  for (const groups of partition.unknownBlind.values()) {
    for (const equals of groups.values()) {
      for (const other of choices(equals, op.calledAt, (free) => isFree(from, free)))
        if (!roots.includes(other)) roots.push(other); // one with several outcomes is in several groups
    }
  }
  return roots;
}

function tryFrom<State, Operation, Result>(
  walk: Walk<State, Operation, Result>,
  id: number,
  sequence: Sequence<State, Operation, Result>,
): void {
  const { search, from, block } = walk;
  search.budget -= 1;
  if (search.budget < 0) return;
  const { model, partition, op, result } = search;
  for (const step of alternatives(search, id, op)) {
    if (!model.sameResult(step.result, result)) continue;
    const after = intern(model, partition, step.state);
    // Places where it changes nothing are known already, unless it takes others to get there.
    if (after !== id || (!walk.hidden && sequence.length > 0))
      place(search, from, block, [...sequence, { op, result, after }]);
    // If it never changes anything, what comes after it can be decided later.
    if (model.pure?.(op.operation, result)) return;
  }
  if (partition.shifters === 0) return;
  const isUsable = (other: Op<State, Operation, Result>): boolean =>
    isFree(from, other) && !sequence.some((placed) => placed.op === other);
  for (const other of partition.pending) {
    if (other.blind === undefined && !other.readOnly && isUsable(other)) tryNext(walk, id, sequence, other);
  }
  for (const group of partition.unknownShifters.values()) {
    for (const other of choices(group, op.calledAt, isUsable)) tryNext(walk, id, sequence, other);
  }
}

/** Legal outcomes of the operation in a state. A model may have many, so each beyond the first is charged to the budget. */
function alternatives<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  id: number,
  op: Op<State, Operation, Result>,
): readonly Step<State, Result>[] {
  const steps = search.model.steps(stateOf(search.partition, id), op.operation);
  search.budget -= Math.max(0, steps.length - 1);
  return steps;
}

function tryNext<State, Operation, Result>(
  walk: Walk<State, Operation, Result>,
  id: number,
  sequence: Sequence<State, Operation, Result>,
  op: Op<State, Operation, Result>,
): void {
  const { model, partition } = walk.search;
  for (const step of alternatives(walk.search, id, op)) {
    const after = intern(model, partition, step.state);
    if (after === id || (op.unknown !== undefined && !walk.watched && isDetour(walk, sequence, after)))
      continue;
    tryFrom(walk, after, [...sequence, { op, result: step.result, after }]);
  }
}

/** Whether the sequence was in this state before, and nothing since then can ever return: leaving it out leaves more to use. */
function isDetour<State, Operation, Result>(
  walk: Walk<State, Operation, Result>,
  sequence: Sequence<State, Operation, Result>,
  after: number,
): boolean {
  for (let i = sequence.length - 1; i >= 0; i -= 1) {
    const placed = sequence[i];
    if (placed?.after === after) return true;
    if (placed?.op.unknown === undefined) return false;
  }
  return walk.block?.state === after;
}
