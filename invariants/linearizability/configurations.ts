import { forgetDead, horizon } from './blocks.ts';
import { coversBlocks } from './covered-blocks.ts';
import type { Configuration, Partition } from './partition.ts';

/** Comparisons of small configurations that cost as much as one attempt to explain an operation. */
const COMPARISONS_PER_ATTEMPT = 100;
/** A comparison may look at every pair of blocks: this many pairs double its cost. */
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
    if (left < kept.length) kept.length = left; // even to the same length, that is a slow call
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
