import type { Configuration, Op } from './partition.ts';
import { intern } from './partition.ts';
import type { Placed, Search } from './search.ts';
import { END, gapsSince, isFree, place } from './search.ts';

/** The part of a sequence that is known: it leads from some state to the operation that returns. Walked from its head. */
interface Tail<State, Operation, Result> {
  readonly op: Op<State, Operation, Result>;
  readonly after: State;
  readonly next: Tail<State, Operation, Result> | undefined;
}

/**
 * All sequences of open operations which lead the configuration to the state `target`, where the operation can return, found
 * from there backwards: a read goes straight to the write it has seen.
 */
export function searchBackwards<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  target: State,
  after: State,
): void {
  const { op, partition } = search;
  const watched = partition.pending.some((other) => isFree(from, other));
  stepBack(search, from, target, { op, after, next: undefined }, op.call, watched);
}

function stepBack<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
  latestCall: number,
  watched: boolean,
): void {
  search.budget -= 1;
  if (search.budget < 0) return;
  const { model, partition } = search;
  const key = model.key(state);
  const id = partition.ids.get(key) ?? -1;
  if (id === from.state) place(search, from, END, forwards(search, state, tail));
  if (id >= 0 && from.visited.length > 0) {
    for (const gap of gapsSince(from, latestCall)) {
      if (from.visited[gap] === id) place(search, from, gap, forwards(search, state, tail));
    }
  }
  for (const other of partition.pending) {
    if (other.blind !== undefined && other.gives === key)
      startBlind(search, from, other, state, tail, latestCall);
  }
  let tried: Op<State, Operation, Result> | undefined;
  const unknownBlind = partition.unknownBlind.get(key) ?? [];
  for (let i = unknownBlind.length - 1; i >= 0; i -= 1) {
    const other = unknownBlind[i];
    if (other === undefined || !usable(from, other, tail)) continue;
    if (tried !== undefined && alike(from, other, tried)) continue;
    tried = other;
    startBlind(search, from, other, state, tail, latestCall);
  }
  if (partition.shifters === 0) return;
  for (const other of partition.pending) {
    if (other.blind !== undefined || other.readOnly) continue;
    stepOver(search, from, other, state, tail, latestCall, watched);
  }
  const seen = new Map<string, Op<State, Operation, Result>>();
  for (let i = partition.unknownShifters.length - 1; i >= 0; i -= 1) {
    const other = partition.unknownShifters[i];
    if (other?.unknown === undefined || !usable(from, other, tail)) continue;
    const equal = seen.get(other.unknown);
    if (equal !== undefined && alike(from, other, equal)) continue;
    seen.set(other.unknown, other);
    stepOver(search, from, other, state, tail, latestCall, watched);
  }
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

/** Whether it makes no difference which of two equal operations with unknown outcome is used: no gap lies between their calls. */
export function alike<State, Operation, Result>(
  from: Configuration<Result>,
  earlier: Op<State, Operation, Result>,
  later: Op<State, Operation, Result>,
): boolean {
  const gaps = gapsSince(from, earlier.call);
  return gaps.length === gapsSince(from, later.call).length;
}

/** A blind operation makes the state, whatever was before. */
function startBlind<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  op: Op<State, Operation, Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
  latestCall: number,
): void {
  if (!usable(from, op, tail)) return;
  const whole = { op, after: state, next: tail };
  const sequence = forwards(search, undefined, whole);
  place(search, from, END, sequence);
  // A later gap is as good as an earlier one, since a blind operation does not use it up.
  const gap = gapsSince(from, Math.max(latestCall, op.call))[0];
  if (gap !== undefined) place(search, from, gap, sequence);
}

function stepOver<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  op: Op<State, Operation, Result>,
  state: State,
  tail: Tail<State, Operation, Result>,
  latestCall: number,
  watched: boolean,
): void {
  const { model } = search;
  if (model.before === undefined || !usable(from, op, tail)) return;
  for (const earlier of model.before(op.operation, state)) {
    if (op.unknown !== undefined) {
      if (!watched && isDetour(search, earlier, op, state, tail)) continue;
      if (!watched && isInverted(search, earlier, op, tail)) continue;
    }
    stepBack(search, from, earlier, { op, after: state, next: tail }, Math.max(latestCall, op.call), watched);
  }
}

/**
 * Whether operations which never return would lead in a circle: leaving them out leaves more to use later. (Unless another
 * operation may have seen something on the way: then `watched` forbids to ask.)
 */
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

/** Whether two neighbours which never return could as well run in the order of their ids, which is tried too. */
function isInverted<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  earlier: State,
  op: Op<State, Operation, Result>,
  tail: Tail<State, Operation, Result>,
): boolean {
  if (tail.op === search.op || tail.op.unknown === undefined || op.id < tail.op.id) return false;
  const { model } = search;
  const first = model.steps(earlier, tail.op.operation)[0];
  if (first === undefined) return false;
  const second = model.steps(first.state, op.operation)[0];
  return second !== undefined && model.key(second.state) === model.key(tail.after);
}

/** The sequence with its results, from the state where it begins; a blind first operation needs none. */
function forwards<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  begin: State | undefined,
  tail: Tail<State, Operation, Result>,
): Placed<State, Operation, Result>[] {
  const { model, partition } = search;
  const sequence: Placed<State, Operation, Result>[] = [];
  let state = begin;
  for (let at: Tail<State, Operation, Result> | undefined = tail; at !== undefined; at = at.next) {
    const after = intern(model, partition, at.after);
    if (at.op === search.op) sequence.push({ op: at.op, result: search.result, after });
    else {
      // The cast: `state` is missing before a blind operation only.
      const step = at.op.blind ?? model.steps(state as State, at.op.operation)[0];
      if (step === undefined) throw new Error(`${model.name}: before() led to a state without a next one`);
      sequence.push({ op: at.op, result: step.result, after });
    }
    state = at.after;
  }
  return sequence;
}
