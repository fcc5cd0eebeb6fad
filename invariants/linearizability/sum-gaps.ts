/** How an event fits; `too-hard` when the work did not suffice to tell. */
export type Fit = 'fits' | 'misfit' | 'too-hard';

/** A stretch that additions which have not returned make up, and when its end was first seen. */
export interface Gap {
  readonly low: number;
  readonly high: number;
  readonly seenAt: number;
}

/** An addition that has not returned. */
export interface FreeAdd {
  readonly id: number;
  /** What it adds. */
  readonly value: number;
  readonly calledAt: number;
  /** It may still return, and then tells its place. */
  readonly pending: boolean;
}

/** What a search may still cost. */
export interface Work {
  left: number;
}

/**
 * Whether different additions can make up all gaps, each called before its gap was seen. Gaps come in the order in which they were seen.
 * Depth first; an addition is as good as an equal one that was called later, so of equal ones the latest that will do is taken.
 */
export function fillGaps(gaps: readonly Gap[], free: readonly FreeAdd[], work: Work): Fit {
  if (gaps.length === 0 || fillFrom(gaps, 0, free, new Set(), work)) return 'fits';
  return work.left < 0 ? 'too-hard' : 'misfit';
}

function fillFrom(
  gaps: readonly Gap[],
  at: number,
  free: readonly FreeAdd[],
  taken: Set<FreeAdd>,
  work: Work,
): boolean {
  const gap = gaps[at];
  if (gap === undefined) return true;
  const groups = groupsFor(gap, free, taken);
  return eachFilling(gap.high - gap.low, groups, work, (filling) => {
    for (const add of filling) taken.add(add);
    const fits = fillFrom(gaps, at + 1, free, taken, work);
    for (const add of filling) taken.delete(add);
    return fits;
  });
}

/** Equal additions, the latest call first. */
interface Group {
  readonly amount: number;
  readonly adds: FreeAdd[];
}

/** What may make up a part of the gap, the largest amounts first: they decide most. */
function groupsFor(gap: Gap, free: readonly FreeAdd[], taken: ReadonlySet<FreeAdd>): Group[] {
  const groups = new Map<number, Group>();
  for (let i = free.length - 1; i >= 0; i--) {
    const add = free[i];
    if (add === undefined || add.calledAt > gap.seenAt || add.value > gap.high - gap.low || taken.has(add))
      continue;
    const group = groups.get(add.value);
    if (group === undefined) groups.set(add.value, { amount: add.value, adds: [add] });
    else group.adds.push(add);
  }
  return [...groups.values()].sort((a, b) => b.amount - a.amount);
}

/** Calls `visit` with each way to reach the sum, until it returns true. */
function eachFilling(
  sum: number,
  groups: readonly Group[],
  work: Work,
  visit: (filling: readonly FreeAdd[]) => boolean,
): boolean {
  const reachable = reachableSums(sum, groups);
  const filling: FreeAdd[] = [];
  const choose = (at: number, left: number): boolean => {
    work.left -= 1;
    if (work.left < 0) return false;
    if (left === 0) return visit(filling);
    const group = groups[at];
    if (group === undefined || !mayReach(reachable[at], left)) return false;
    const most = Math.min(group.adds.length, Math.floor(left / group.amount));
    for (const add of group.adds.slice(0, most)) filling.push(add);
    for (let count = most; count >= 0; count--) {
      if (choose(at + 1, left - count * group.amount)) return true;
      if (count > 0) filling.pop();
    }
    return false;
  };
  return choose(0, sum);
}

/** Larger sums are not looked at bit by bit. */
const BITS_MAX = 4096;

/** By group: the sums that it and those after it can reach, a bit each; `undefined` where they would be too many to tell. */
function reachableSums(sum: number, groups: readonly Group[]): (bigint | undefined)[] {
  const reachable: (bigint | undefined)[] = new Array<undefined>(groups.length + 1).fill(undefined);
  if (sum > BITS_MAX) return reachable;
  const mask = (1n << BigInt(sum + 1)) - 1n;
  let bits = 1n;
  reachable[groups.length] = bits;
  for (let at = groups.length - 1; at >= 0; at--) {
    const group = groups[at];
    if (group === undefined) continue;
    for (let i = 0; i < group.adds.length; i++) bits |= (bits << BigInt(group.amount)) & mask;
    reachable[at] = bits;
  }
  return reachable;
}

const mayReach = (bits: bigint | undefined, sum: number): boolean =>
  bits === undefined || ((bits >> BigInt(sum)) & 1n) === 1n;

/** Looking whether there is a second way is not worth more. */
const UNIQUE_WORK = 200;

/**
 * The ids of the additions that make up the gap, if these never return and there is no other way: of equal ones the latest, since the earlier
 * ones are of more use elsewhere.
 */
export function onlyFilling(
  gap: Gap,
  free: readonly FreeAdd[],
  used: readonly number[],
): number[] | undefined {
  const groups = groupsFor(
    gap,
    used.length === 0 ? free : free.filter(({ id }) => !used.includes(id)),
    new Set(),
  );
  const work: Work = { left: UNIQUE_WORK };
  let only: number[] | undefined;
  const isSecond = eachFilling(gap.high - gap.low, groups, work, (filling) => {
    if (only !== undefined) return true;
    const amounts = new Set(filling.map(({ value }) => value));
    const mayReturn = groups.some(
      ({ adds, amount }) => amounts.has(amount) && adds.some(({ pending }) => pending),
    );
    if (mayReturn) return true; // whoever of them returns tells its place
    only = filling.map(({ id }) => id);
    return false;
  });
  return isSecond || work.left < 0 ? undefined : only;
}
