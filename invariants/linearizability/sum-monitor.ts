import { type Fit, type FreeAdd, fillGaps, type Gap, onlyFilling, type Work } from './sum-gaps.ts';

/*
 * A counter to which only positive amounts are added needs no search for the order of its operations: the sum after each is
 * its place. An addition that returned takes up the stretch from the sum before it to the sum after it; a reading stands at
 * its sum. What nobody has told is a *gap*: additions that have not returned (open, or with unknown outcome) make it up.
 *
 * An order of the operations is legal exactly if
 * 1. no two stretches overlap, and no reading stands within one;
 * 2. whatever makes up a stretch was called before the sum at its end was first seen; and each reading before a larger one was;
 * 3. different additions make up the gaps, each called in time.
 *
 * Only 3. is a search, for amounts that add up; it is small, since nothing else is left open.
 */

/** What the results so far have told. Plain data. */
export interface SumFacts {
  readonly kind: 'sum';
  /** Sums that were seen, ascending, the first of them 0. */
  readonly sums: number[];
  /** By sum: when it, or a larger one, was first seen. */
  readonly seenAt: number[];
  /** Ascending. */
  gaps: Gap[];
}

export const emptySum = (): SumFacts => ({ kind: 'sum', sums: [0], seenAt: [0], gaps: [] });

/** The sum in words. */
export const sumText = ({ sums }: SumFacts): string => String(sums.at(-1) ?? 0);

/**
 * Takes a return into the facts: `amount` was added (0: nothing, it was a reading), and then the sum was `sum`. `free` are the other additions that
 * have not returned, in the order of their calls.
 */
export function addSum(
  facts: SumFacts,
  amount: number,
  sum: number,
  calledAt: number,
  now: number,
  free: readonly FreeAdd[],
  work: Work,
): Fit {
  const before = sum - amount;
  if (!Number.isSafeInteger(sum) || before < 0) return 'misfit';
  const top = facts.sums.at(-1) ?? 0;
  if (before >= top) {
    if (sum === top) return 'fits'; // a reading
    const { length } = facts.sums;
    if (before > top) facts.gaps.push({ low: top, high: before, seenAt: now });
    see(facts, facts.sums.length, before, now);
    see(facts, facts.sums.length, sum, now);
    const fit = fillGaps(facts.gaps, free, work);
    if (fit === 'misfit') facts.sums.length = length; // for whoever explains it
    return fit;
  }
  const index = indexOf(facts.sums, before);
  const isKnown = facts.sums[index] === before;
  if (amount === 0 && isKnown) return calledAt < (facts.seenAt[index + 1] ?? Infinity) ? 'fits' : 'misfit';
  const gap = facts.gaps.find(({ low, high }) => low <= before && sum <= high);
  if (gap === undefined || calledAt > gap.seenAt) return 'misfit';
  const at = facts.gaps.indexOf(gap);
  const parts = [
    { ...gap, high: before },
    { ...gap, low: sum },
  ].filter(({ low, high }) => low < high);
  facts.gaps.splice(at, 1, ...parts);
  if (!isKnown) see(facts, index + 1, before, gap.seenAt);
  if (sum > before) see(facts, indexOf(facts.sums, sum) + 1, sum, gap.seenAt);
  return fillGaps(facts.gaps, free, work);
}

/** Notes a sum that comes at that place, unless it is there already. */
function see({ sums, seenAt }: SumFacts, index: number, sum: number, now: number): void {
  if (sums[index - 1] === sum) return;
  sums.splice(index, 0, sum);
  seenAt.splice(index, 0, now);
}

/** Index of the largest sum up to this one. */
function indexOf(sums: readonly number[], sum: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sums[middle] ?? 0) <= sum) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Closes the gaps that can be made up in one way only, by additions that never return. Returns the ids of these; they are free
 * no longer. A gap of several additions stays open as long as something may return that was called before it was seen, since that may
 * tell a sum within it; `oldestCall` is the earliest call of what may return.
 */
export function closeGaps(facts: SumFacts, free: readonly FreeAdd[], oldestCall: number): number[] {
  const used: number[] = [];
  facts.gaps = facts.gaps.filter((gap) => {
    const filling = onlyFilling(gap, free, used);
    if (filling === undefined || (filling.length > 1 && oldestCall < gap.seenAt)) return true;
    used.push(...filling);
    return false;
  });
  return used;
}
