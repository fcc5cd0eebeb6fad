import { mayReach, noneCalledBetween } from './blocks.ts';
import type { Block, Configuration, Partition } from './partition.ts';

/**
 * Whether each block of `b` has one in `a` that can take all it can, and those of `a` demand nothing more of each other. With `mayMake`
 * it may as well be one that `a` can still make.
 */
export function coversBlocks<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
  mayMake: boolean,
): boolean {
  if (a.blocks === b.blocks) return true;
  const taken: boolean[] = [];
  let count = 0;
  for (const theirs of b.blocks) {
    const index = findCover(partition, a, b, theirs, taken);
    if (index >= 0) {
      taken[index] = true;
      count += 1;
    } else if (!mayMake || theirs.extended || !isFreeRoot(partition, a, theirs.root)) return false;
  }
  if (count === a.blocks.length) return true;
  // A block that `b` does not have must not stand before any other.
  return a.blocks.every((block, index) => taken[index] || standsBeforeNone(a.blocks, block));
}

function standsBeforeNone(blocks: readonly Block[], block: Block): boolean {
  return blocks.every((other) => other === block || other.first > block.last);
}

function isFreeRoot<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  root: number,
): boolean {
  for (const op of partition.pending) {
    if (op.id === root) return !a.committed.some(({ id }) => id === root);
  }
  for (const op of partition.unknown) if (op.id === root) return !a.used.includes(root);
  return false;
}

function findCover<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
  theirs: Block,
  taken: readonly boolean[],
): number {
  let fallback = -1;
  for (let i = 0; i < a.blocks.length; i += 1) {
    const mine = a.blocks[i];
    if (mine === theirs) return taken[i] ? -1 : i;
    if (mine === undefined || taken[i] || mine.state !== theirs.state || fallback >= 0) continue;
    if (coversBlock(partition, a, b, mine, theirs)) {
      if (mine.root === theirs.root) return i;
      fallback = i;
    }
  }
  return fallback;
}

function coversBlock<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
  mine: Block,
  theirs: Block,
): boolean {
  if (mine.first < theirs.first) {
    if (hasLastBetween(a.blocks, mine, mine.first, theirs.first)) return false;
    if (hasLastBetween(b.blocks, theirs, mine.first, theirs.first)) return false;
    if (!noneCalledBetween(partition, mine.first, theirs.first)) return false;
  }
  if (mine.last > theirs.last && mayMissLater(partition, a, b, mine, theirs)) return false;
  return coversPath(partition, mine, theirs);
}

function hasLastBetween(blocks: readonly Block[], except: Block, a: number, b: number): boolean {
  for (const { last, root } of blocks) if (last > a && last < b && root !== except.root) return true;
  return false;
}

/**
 * Whether the later last call of `mine` may forbid what `b` can still do. It demands that blocks which first return between
 * the last call of `theirs` and that one come before `mine`; that forbids something only if one of them can still take a call after the first return of `mine`.
 */
function mayMissLater<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
  mine: Block,
  theirs: Block,
): boolean {
  let earliest = 0; // call that comes first after the first return of `mine`; 0: not looked up yet
  for (const block of b.blocks) {
    if (block.first > theirs.last && block.first < mine.last && block !== theirs) {
      earliest ||= earliestCallAfter(partition, mine.first);
      if (earliest <= block.last || mayReach(b.blocks, block, earliest)) return true;
    }
  }
  for (const block of a.blocks) {
    if (block.first > theirs.last && block.first < mine.last && block !== mine) {
      if (!b.blocks.some(({ root }) => root === block.root)) return true;
    }
  }
  return false;
}

/** Call of the earliest operation, open or still to come, that was called after that time: the easiest to take for a block. */
function earliestCallAfter<State, Operation, Result>(
  { pending, unknown, now }: Partition<State, Operation, Result>,
  time: number,
): number {
  let earliest = now + 1;
  for (const { calledAt } of pending) if (calledAt > time && calledAt < earliest) earliest = calledAt;
  for (const { calledAt } of unknown) if (calledAt > time && calledAt < earliest) earliest = calledAt;
  return earliest;
}

function coversPath<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  mine: Block,
  theirs: Block,
): boolean {
  if (mine.path === theirs.path) return true;
  for (let i = 0; i < theirs.path.length; i += 2) {
    const state = theirs.path[i] ?? 0;
    if (state === mine.state) continue;
    const left = theirs.path[i + 1] ?? 0;
    let seen = false;
    for (let j = mine.path.length - 2; j >= 0 && !seen; j -= 2) {
      if (mine.path[j] !== state) continue;
      const mineLeft = mine.path[j + 1] ?? 0;
      if (mineLeft < left && !noneCalledBetween(partition, mineLeft, left)) return false;
      seen = true;
    }
    if (!seen) return false;
  }
  return true;
}
