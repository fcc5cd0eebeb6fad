import type { Op, Partition } from './partition.ts';

/*
 * A configuration remembers the states it went through while operations were open, because an open operation may have
 * run there: nobody knows its result before it returns, so deciding earlier would mean guessing.
 *
 * A state is kept with a stamp: the number of calls made when it was left, and whether a blind operation left it. An
 * operation may have seen it if it was called by then. Before a blind operation there is room: any sequence of open
 * operations may be put there afterwards, and what follows stays the same. Such an entry is called a *gap*.
 */

/** Packs when a state was left, and whether a blind operation did. */
export const stamp = (calls: number, gap: boolean): number => calls * 2 + (gap ? 1 : 0);
export const leftAt = (packed: number): number => packed >> 1;
export const isGap = (packed: number): boolean => (packed & 1) === 1;

const NONE: readonly number[] = [];

/** Call of the oldest operation that may still return; infinity if none may. Nothing left before it matters. */
export function horizon<State, Operation, Result>(partition: Partition<State, Operation, Result>): number {
  const oldest = partition.pending[0];
  return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.call;
}

/** Entries which an operation that may still return can see, without those that tell nothing new. */
export function trimmed<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  visited: readonly number[],
  current: number,
): readonly number[] {
  if (visited.length === 0) return visited;
  const oldest = horizon(partition);
  if (oldest === Number.POSITIVE_INFINITY) return NONE;
  const result: number[] = [];
  // Where only blind and read-only operations are open, all gaps but the latest are as good as none.
  let gaps = partition.shifters > 0 ? Number.POSITIVE_INFINITY : 1;
  for (let i = visited.length - 2; i >= 0; i -= 2) {
    const state = visited[i] ?? 0;
    let packed = visited[i + 1] ?? 0;
    if (leftAt(packed) < oldest) break;
    if (isGap(packed)) {
      if (gaps > 0) gaps -= 1;
      else packed -= 1;
    }
    if (!isGap(packed) && (state === current || sees(result, state))) continue;
    result.push(packed, state);
  }
  return result.length === visited.length && same(result, visited) ? visited : result.reverse();
}

/** Whether the reversed list has the state. */
function sees(reversed: readonly number[], state: number): boolean {
  for (let i = 1; i < reversed.length; i += 2) if (reversed[i] === state) return true;
  return false;
}

function same(reversed: readonly number[], visited: readonly number[]): boolean {
  for (let i = 0, j = visited.length - 1; j >= 0; i += 1, j -= 1)
    if (reversed[i] !== visited[j]) return false;
  return true;
}

/** Whether the state was there at some time since the call. */
export function visitedSince(visited: readonly number[], state: number, call: number): boolean {
  for (let i = visited.length - 2; i >= 0; i -= 2) {
    if (leftAt(visited[i + 1] ?? 0) < call) return false;
    if (visited[i] === state) return true;
  }
  return false;
}

/** Index of the latest gap since the call, or -1. */
export function latestGap(visited: readonly number[], call: number): number {
  for (let i = visited.length - 2; i >= 0; i -= 2) {
    const packed = visited[i + 1] ?? 0;
    if (leftAt(packed) < call) return -1;
    if (isGap(packed)) return i;
  }
  return -1;
}

/**
 * Whether everything open operations can do with `b` they can do with `a`, where both are now in the same state. Gaps are
 * used up by operations that are put there, so each gap of `b` needs one of its own.
 */
export function covers<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: readonly number[],
  b: readonly number[],
  current: number,
): boolean {
  if (a === b) return true;
  for (let i = b.length - 2; i >= 0; i -= 2) {
    const state = b[i] ?? 0;
    const packed = b[i + 1] ?? 0;
    const left = leftAt(packed);
    if (!isGap(packed)) {
      if (state !== current && !entered(partition, a, state, left)) return false;
      continue;
    }
    if (partition.shifters === 0) {
      // Any gap as late will do, whatever its state; the state itself must have been there too.
      if (state !== current && !entered(partition, a, state, left)) return false;
      if (gaps(partition, a, -1, left) === 0) return false;
    } else if (gaps(partition, a, state, left) < gaps(partition, b, state, left)) return false;
  }
  return true;
}

/** Whether `state` is in the list, left at a time that is as good as `left` to every open operation. */
function entered<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  visited: readonly number[],
  state: number,
  left: number,
): boolean {
  for (let i = visited.length - 2; i >= 0; i -= 2) {
    if (visited[i] === state) return asLate(partition, leftAt(visited[i + 1] ?? 0), left);
  }
  return false;
}

/** Number of gaps as late as `left`: with this state, or any if it is negative. */
function gaps<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  visited: readonly number[],
  state: number,
  left: number,
): number {
  let count = 0;
  for (let i = visited.length - 2; i >= 0; i -= 2) {
    const packed = visited[i + 1] ?? 0;
    if (!isGap(packed) || (state >= 0 && visited[i] !== state)) continue;
    if (!asLate(partition, leftAt(packed), left)) break;
    count += 1;
  }
  return count;
}

/** Whether no open operation was called after `a` and up to `b`: none can tell the two times apart then. */
function asLate<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: number,
  b: number,
): boolean {
  return a >= b || (noneCalled(partition.pending, a, b) && noneCalled(partition.unknown, a, b));
}

function noneCalled<State, Operation, Result>(
  ops: readonly Op<State, Operation, Result>[],
  after: number,
  upTo: number,
): boolean {
  for (let i = ops.length - 1; i >= 0; i -= 1) {
    const call = ops[i]?.call ?? 0;
    if (call <= after) return true;
    if (call <= upTo) return false;
  }
  return true;
}
