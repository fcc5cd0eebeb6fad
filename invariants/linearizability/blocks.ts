import type { Block, Configuration, Op, Partition } from './partition.ts';

/*
 * A blind operation does not care what was before it. So a legal order is a sequence of *blocks*, each a blind operation and
 * what follows up to the next one, and their order matters to real time only: block A must come before block B if something
 * in A returned before something in B was called. An order exists exactly if no two blocks must both come before the other
 *
 *     A.first < B.last  and  B.first < A.last
 *
 * since longer circles contain one of length two. These are the zones of Gibbons & Korach (1997), for blocks that grow. A
 * configuration therefore never decides in which order two writes ran: it only says to which block an operation belongs.
 * Where every written value is different there is one way to say that, and one configuration.
 */

/** Whether `block` may have its latest call at that time, in spite of the others. */
export function mayReach(blocks: readonly Block[], block: Block, last: number): boolean {
  const { first } = block;
  for (const other of blocks) {
    if (other.first < last && first < other.last && other !== block) return false;
  }
  return true;
}

/** Whether a latest call at that time says nothing new: no other block must come before this one that need not already. */
export function reachesFreely(blocks: readonly Block[], block: Block, last: number): boolean {
  for (const other of blocks) {
    if (other.first < last && other.first > block.last && other !== block) return false;
  }
  return true;
}

/** The time before which no operation was called that may return and join a block. */
export function horizon<State, Operation, Result>(partition: Partition<State, Operation, Result>): number {
  for (const op of partition.pending) if (op.blind === undefined) return op.calledAt;
  return partition.now + 1;
}

/**
 * The configuration without what nothing can join any more. A block that could not take an operation called at the horizon
 * cannot take any; and what it demands of the other blocks, those which forbid it demand as well.
 */
export function forgetDead<Result>(from: Configuration<Result>, horizon: number): Configuration<Result> {
  const { blocks } = from;
  // A block is dead if another one with a return before the horizon has a call after its first return.
  let highest = -Infinity;
  let second = -Infinity;
  let holder: Block | undefined;
  for (const block of blocks) {
    if (block.first >= horizon) continue;
    if (block.last > highest) {
      second = highest;
      highest = block.last;
      holder = block;
    } else if (block.last > second) second = block.last;
  }
  let dead = false;
  for (const block of blocks) {
    if (block.first < (block === holder ? second : highest) || isPathDead(block, horizon)) {
      dead = true;
      break;
    }
  }
  if (!dead) return from;
  const kept: Block[] = [];
  for (const block of blocks) {
    if (block.first < (block === holder ? second : highest)) continue;
    kept.push(isPathDead(block, horizon) ? { ...block, path: livePath(block.path, horizon) } : block);
  }
  return { ...from, blocks: kept };
}

const isPathDead = (block: Block, horizon: number): boolean => (block.path[1] ?? Infinity) < horizon;

function livePath(path: readonly number[], horizon: number): readonly number[] {
  let start = 0;
  while (start < path.length && (path[start + 1] ?? Infinity) < horizon) start += 2;
  return path.slice(start);
}

/** Whether an operation called at that time may have seen the state in the block. */
export function shows(block: Block, state: number, call: number): boolean {
  if (block.state === state) return true;
  const { path } = block;
  for (let i = path.length - 2; i >= 0; i -= 2) {
    if ((path[i + 1] ?? 0) < call) return false;
    if (path[i] === state) return true;
  }
  return false;
}

/** Whether no open operation was called from `a` until `b`: nothing to come can tell the two times apart. */
export function noneCalledBetween<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: number,
  b: number,
): boolean {
  return noneCalled(partition.pending, a, b) && noneCalled(partition.unknown, a, b);
}

function noneCalled<State, Operation, Result>(
  ops: readonly Op<State, Operation, Result>[],
  a: number,
  b: number,
): boolean {
  for (let i = ops.length - 1; i >= 0; i -= 1) {
    const call = ops[i]?.calledAt ?? 0;
    if (call < a) return true;
    if (call < b) return false;
  }
  return true;
}
