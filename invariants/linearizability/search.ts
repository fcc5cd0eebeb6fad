import type { SequentialModel } from './model.ts';
import type { Configuration, Op, Partition } from './partition.ts';
import { isGap, leftAt, stamp } from './visited.ts';

/** One return to be explained: what all parts of the search share. */
export interface Search<State, Operation, Result> {
  readonly model: SequentialModel<State, Operation, Result>;
  readonly partition: Partition<State, Operation, Result>;
  /** The operation that returns; no longer among the pending ones. */
  readonly op: Op<State, Operation, Result>;
  readonly result: Result;
  /** The configurations that explain it. */
  readonly found: Configuration<Result>[];
  /** What may still be spent: configurations made and operations tried. The search gives up below zero. */
  budget: number;
}

/** One operation in its place. */
export interface Placed<State, Operation, Result> {
  readonly op: Op<State, Operation, Result>;
  readonly result: Result;
  /** Number of the state after it. */
  readonly after: number;
}

/** Place of a sequence that goes on from the current state; other places are gaps, by their index in `visited`. */
export const END = -1;

/** Whether the configuration has not yet decided about the open operation. */
export function isFree<State, Operation, Result>(
  from: Configuration<Result>,
  op: Op<State, Operation, Result>,
): boolean {
  if (op.unknown !== undefined) return !from.used.includes(op.id);
  for (const committed of from.committed) if (committed.id === op.id) return false;
  return true;
}

export function addFound<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  configuration: Configuration<Result>,
): void {
  search.budget -= 1;
  search.found.push(configuration);
}

/**
 * Puts a sequence, which ends with the operation that returns, at the end or into a gap of a configuration. All but the
 * last change the state, and only the first may be blind.
 */
export function place<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  where: number,
  sequence: readonly Placed<State, Operation, Result>[],
): void {
  const committed = [...from.committed];
  const used = [...from.used];
  for (const { op, result } of sequence) {
    if (op === search.op) continue;
    if (op.unknown !== undefined) used.push(op.id);
    else committed.push({ id: op.id, result });
  }
  if (used.length > from.used.length) used.sort((a, b) => a - b);
  if (committed.length > from.committed.length) committed.sort((a, b) => a.id - b.id);
  const visited = where === END ? atEnd(search, from, sequence) : inGap(from, where, sequence);
  const state = where === END ? (sequence[sequence.length - 1]?.after ?? from.state) : from.state;
  addFound(search, { state, committed, used, visited });
}

function atEnd<State, Operation, Result>(
  search: Search<State, Operation, Result>,
  from: Configuration<Result>,
  sequence: readonly Placed<State, Operation, Result>[],
): number[] {
  const visited = [...from.visited];
  let state = from.state;
  for (const { op, after } of sequence) {
    if (after !== state || op.blind !== undefined) {
      visited.push(state, stamp(search.partition.calls, op.blind !== undefined));
    }
    state = after;
  }
  return visited;
}

function inGap<State, Operation, Result>(
  from: Configuration<Result>,
  where: number,
  sequence: readonly Placed<State, Operation, Result>[],
): number[] {
  const visited = from.visited.slice(0, where);
  const packed = from.visited[where + 1] ?? 0;
  const calls = leftAt(packed);
  let state = from.visited[where] ?? 0;
  // What left the state was the blind operation behind the gap, until now.
  for (const { op, after } of sequence) {
    if (after !== state || op.blind !== undefined) visited.push(state, stamp(calls, op.blind !== undefined));
    state = after;
  }
  visited.push(state, packed);
  for (let i = where + 2; i < from.visited.length; i += 1) visited.push(from.visited[i] ?? 0);
  return visited;
}

/** The gaps of a configuration, as indexes in `visited`, that the operations called until then can go into. */
export function gapsSince<Result>(from: Configuration<Result>, call: number): number[] {
  const gaps: number[] = [];
  for (let i = from.visited.length - 2; i >= 0; i -= 2) {
    const packed = from.visited[i + 1] ?? 0;
    if (leftAt(packed) < call) break;
    if (isGap(packed)) gaps.push(i);
  }
  return gaps;
}
