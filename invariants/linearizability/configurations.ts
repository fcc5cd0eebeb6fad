import { forgetDead, horizon, mayReach, noneCalledBetween } from './blocks.ts';
import type { Block, Configuration, Partition } from './partition.ts';

/** What an attempt to explain an operation costs, in comparisons of two configurations with few blocks. */
const COMPARISONS_PER_ATTEMPT = 100;
/** Each block of one may be held against each of the other: with that many pairs of blocks a comparison costs twice as much. */
const PAIRS_PER_COMPARISON = 16;

/**
 * Leaves out every configuration that another one covers: whatever the future brings, what the one can explain the other can.
 * Keeps the order.
 */
export function minimal<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  found: readonly Configuration<Result>[],
): Configuration<Result>[] {
  const oldest = horizon(partition);
  const kept: Configuration<Result>[] = [];
  let comparisons = 0;
  for (const candidate of found) {
    const configuration = forgetDead(candidate, oldest);
    comparisons += kept.length * (1 + configuration.blocks.length ** 2 / PAIRS_PER_COMPARISON);
    let covered = false;
    for (const rival of kept) {
      if (dominates(partition, rival, configuration)) {
        covered = true;
        break;
      }
    }
    if (covered) continue;
    let left = 0;
    for (const rival of kept) {
      if (dominates(partition, configuration, rival)) continue;
      kept[left] = rival;
      left += 1;
    }
    kept.length = left;
    kept.push(configuration);
  }
  partition.spent += Math.ceil(comparisons / COMPARISONS_PER_ATTEMPT);
  return kept;
}

function dominates<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: Configuration<Result>,
  b: Configuration<Result>,
): boolean {
  if (a.used.length > b.used.length) return false;
  const isLess = isSubset(a.used, b.used);
  if (!isLess && !hasUsedLater(partition, a.used, b.used)) return false;
  return owesNoMore(a, b) && coversBlocks(partition, a, b, isLess);
}

/** More are not compared one by one. */
const SWAPS_MAX = 4;

/**
 * Whether whatever `a` has used and `b` has not has an equal that `b` has used in its place, and that was called earlier: `a` still has
 * that one, and it fits wherever the later one does. Both ascending; ids rise with the calls.
 */
function hasUsedLater<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  a: readonly number[],
  b: readonly number[],
): boolean {
  const swapped: number[] = [];
  for (const id of a) {
    if (b.includes(id)) continue;
    const words = wordsOf(partition, id);
    const equal = b.find(
      (other) =>
        other < id && !a.includes(other) && !swapped.includes(other) && wordsOf(partition, other) === words,
    );
    if (words === undefined || equal === undefined || swapped.length === SWAPS_MAX) return false;
    swapped.push(equal);
  }
  return true;
}

const wordsOf = <State, Operation, Result>(
  { unknown }: Partition<State, Operation, Result>,
  id: number,
): string | undefined => unknown.find((op) => op.id === id)?.unknown;

/** Both ascending. */
function isSubset(a: readonly number[], b: readonly number[]): boolean {
  if (a.length > b.length) return false;
  let j = 0;
  for (const id of a) {
    while (j < b.length && (b[j] ?? 0) < id) j += 1;
    if (b[j] !== id) return false;
    j += 1;
  }
  return true;
}

/**
 * Whether `a` has committed to the same results as `b`, blind operations aside: a blind one that is still free can be given the
 * place it has in `b` at any time, and is welcome wherever else.
 */
function owesNoMore<Result>(a: Configuration<Result>, b: Configuration<Result>): boolean {
  if (a.committed === b.committed) return true;
  let i = 0;
  for (const theirs of b.committed) {
    const mine = a.committed[i];
    if (mine?.id === theirs.id) {
      if (mine.result !== theirs.result) return false; // equal ones are the same object
      i += 1;
    } else if (!theirs.blind) return false;
  }
  return i === a.committed.length;
}

/**
 * Whether each block of `b` has one in `a` that can take all it can, and those of `a` demand nothing more of each other. With `mayMake`
 * it may as well be one that `a` can still make.
 */
function coversBlocks<State, Operation, Result>(
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
  for (const block of b.blocks) {
    if (block.first > theirs.last && block.first < mine.last && block !== theirs) {
      if (mayTakeAfter(partition, b.blocks, block, mine.first)) return true;
    }
  }
  for (const block of a.blocks) {
    if (block.first > theirs.last && block.first < mine.last && block !== mine) {
      if (!b.blocks.some(({ root }) => root === block.root)) return true;
    }
  }
  return false;
}

/** Whether the block can still take an operation, open or still to come, that was called after that time. */
function mayTakeAfter<State, Operation, Result>(
  partition: Partition<State, Operation, Result>,
  blocks: readonly Block[],
  block: Block,
  time: number,
): boolean {
  // The earliest such call is the easiest to take.
  let earliest = partition.now + 1;
  for (const { calledAt } of partition.pending)
    if (calledAt > time && calledAt < earliest) earliest = calledAt;
  for (const { calledAt } of partition.unknown)
    if (calledAt > time && calledAt < earliest) earliest = calledAt;
  return earliest <= block.last || mayReach(blocks, block, earliest);
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
