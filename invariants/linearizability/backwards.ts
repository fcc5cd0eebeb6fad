import type { Configuration, Op } from './partition.ts';
import { intern } from './partition.ts';
import type { Placed, Search } from './search.ts';
import { isFree, place } from './search.ts';

/** The part of a sequence that is known: it leads from some state to the operation that returns. Walked from its head. */
interface Tail<State, Operation, Result> {
  readonly op: Op<State, Operation, Result>;
  readonly after: State;
  readonly next: Tail<State, Operation, Result> | undefined;
}

/** What stays the same during a search from one state. */
interface Walk<State, Operation, Result> {
  readonly search: Search<State, Operation, Result>;
  readonly from: Configuration<Result>;
  /** Whether any other pending operation may have seen what happens on the way. */
  readonly watched: boolean;
  /** Whether the operation changes nothing in the target state: then its place right there is already known. */
  readonly unchanged: boolean;
}

/**
 * All sequences of open operations which lead to the state `target`, where the operation can return, found from there
 * backwards: a read goes straight to the write it has seen.
 */
export function searchBackwards<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  target: State,
  after: State,
): void {
  const { op, partition, model } = search;
  const watched = partition.pending.some((other) => other.blind === undefined && isFree(from, other));
  const unchanged = model.key(target) === model.key(after);
  stepBack({ search, from, watched, unchanged }, target, { op, after, next: undefined });
}

function stepBack<State, Operation, Result>(
  walk: Walk<State, Operation, Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
): void {
  const { search, from } = walk;
  search.budget -= 1;
  if (search.budget < 0) return;
  const { model, partition } = search;
  const key = model.key(state);
  if (!walk.unchanged || tail.op !== search.op) {
    const id = partition.ids.get(key) ?? -1;
    for (const block of from.blocks) {
      if (block.state === id) place(search, from, block, forwards(search, state, tail));
    }
  }
  for (const other of partition.pending) {
    if (other.gives?.includes(key) === true && usable(from, other, tail)) start(walk, other, state, tail);
  }
  const groups = partition.unknownBlind.get(key);
  if (groups !== undefined) {
    for (const equals of groups.values()) {
      for (const other of choices(equals, search.op.calledAt, (op) => usable(from, op, tail)))
        start(walk, other, state, tail);
    }
  }
  if (partition.shifters === 0) return;
  for (const other of partition.pending) {
    if (other.blind === undefined && !other.readOnly && usable(from, other, tail)) {
      stepOver(walk, other, state, tail);
    }
  }
  for (const group of partition.unknownShifters.values()) {
    for (const other of choices(group, search.op.calledAt, (op) => usable(from, op, tail))) {
      stepOver(walk, other, state, tail);
    }
  }
}

/**
 * Of equal operations that will never return, ordered by their calls, those that make a difference beside an operation called at
 * that time: the latest that was called before it, since the earlier ones fit in more places later on, and all called after it.
 */
export function choices<State, Operation, Result>(
  equals: readonly Op<State, Operation, Result>[],
  call: number,
  usable: (op: Op<State, Operation, Result>) => boolean,
): Op<State, Operation, Result>[] {
  const chosen: Op<State, Operation, Result>[] = [];
  for (let i = equals.length - 1; i >= 0; i -= 1) {
    const op = equals[i];
    if (op === undefined || !usable(op)) continue;
    chosen.push(op);
    if (op.calledAt < call) break;
  }
  return chosen;
}

function usable<State, Operation, Result>(
  from: Configuration<Result>,
  op: Op<State, Operation, Result>,
  tail: Tail<State, Operation, Result>,
): boolean {
  for (let at: Tail<State, Operation, Result> | undefined = tail; at !== undefined; at = at.next) {
    if (at.op === op) return false;
  }
  return isFree(from, op);
}

/** A blind operation makes the state, whatever was before: a new block. It may have had several results that lead there. */
function start<State, Operation, Result>(
  walk: Walk<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
): void {
  const { search, from } = walk;
  const { model } = search;
  const key = model.key(state);
  for (const step of op.blind ?? []) {
    if (model.key(step.state) !== key) continue;
    const first = { op, result: step.result, after: intern(model, search.partition, step.state) };
    place(search, from, undefined, [first, ...forwards(search, state, tail)]);
  }
}

function stepOver<State, Operation, Result>(
  walk: Walk<State, Operation, Result>,
  op: Op<State, Operation, Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
): void {
  const { search, watched } = walk;
  const { model } = search;
  if (model.before === undefined) return;
  for (const earlier of model.before(op.operation, state)) {
    if (!watched && op.unknown !== undefined) {
      if (isDetour(search, earlier, op, state, tail) || isInverted(search, earlier, op, tail)) continue;
    }
    stepBack(walk, earlier, { op, after: state, next: tail });
  }
}

/** Whether operations which never return would lead in a circle: leaving them out leaves more to use later. */
function isDetour<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  earlier: State,
  op: Op<State, Operation, Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
): boolean {
  const { model } = search;
  const key = model.key(earlier);
  let reached: State = state;
  let at: Tail<State, Operation, Result> | undefined = tail;
  for (let last = op; last.unknown !== undefined; ) {
    if (model.key(reached) === key) return true;
    if (at === undefined || at.op === search.op) return false;
    last = at.op;
    reached = at.after;
    at = at.next;
  }
  return false;
}

/** Whether two neighbours which never return could as well run in alphabetical order, which is tried too. */
function isInverted<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  earlier: State,
  op: Op<State, Operation, Result>,
  tail: Tail<State, Operation, Result>,
): boolean {
  if (tail.op === search.op || tail.op.unknown === undefined || op.unknown === undefined) return false;
  if (op.unknown <= tail.op.unknown) return false;
  const { model } = search;
  const first = model.steps(earlier, tail.op.operation)[0];
  if (first === undefined) return false;
  const second = model.steps(first.state, op.operation)[0];
  return second !== undefined && model.key(second.state) === model.key(tail.after);
}

/** The sequence with its results, from the state where it begins. */
function forwards<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  begin: State,
  tail: Tail<State, Operation, Result>,
): Placed<State, Operation, Result>[] {
  const { model, partition } = search;
  const sequence: Placed<State, Operation, Result>[] = [];
  let state = begin;
  for (let at: Tail<State, Operation, Result> | undefined = tail; at !== undefined; at = at.next) {
    const after = intern(model, partition, at.after);
    if (at.op === search.op) sequence.push({ op: at.op, result: search.result, after });
    else {
      const step = model.steps(state, at.op.operation)[0];
      if (step === undefined) throw new Error(`${model.name}: before() led to a state without a next one`);
      sequence.push({ op: at.op, result: step.result, after });
    }
    state = at.after;
  }
  return sequence;
}
