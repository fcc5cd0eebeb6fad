import type { ListOperation, ListResult } from './list-operations.ts';

/*
 * A list that only grows needs no search: the order of its pushes is the list itself, and each result tells a part of it. A
 * push tells its own place; reading the list tells all places up to its length. What nobody has told is a *hole*: a push
 * that has not returned (open, or with unknown outcome) must have filled it.
 *
 * An order of the operations is legal exactly if
 * 1. no two results tell different things of one place;
 * 2. whatever filled a place was called before that place was first seen to be filled; and so was each reading of a shorter list;
 * 3. the holes can be filled by different pushes, each called in time, and with the value of the place as far as that is known.
 *
 * Nothing else is asked: what returned before something was called has a lower place, or else 2. is violated; and pushes that
 * have not returned may come as late as they like.
 */

/** A push that has not returned. */
export interface FreePush {
  readonly id: number;
  readonly value: string;
  readonly calledAt: number;
  /** It may still return, and then tells its place. */
  readonly pending: boolean;
}

/** What the results so far have told. Plain data. Places are numbered from 0. */
export interface ListFacts {
  readonly kind: 'list';
  /** By place: when it was first seen to be filled. */
  readonly seenAt: number[];
  /** By place: the value, as far as known. */
  readonly values: (string | null)[];
  /** Places whose push nobody knows, ascending; they are first seen in the same order. */
  holes: number[];
  /** By the id of an open push: the place that nothing else can have filled. It is no hole any more, and the push not free. */
  readonly reserved: Map<number, number>;
}

export const emptyList = (): ListFacts => ({
  kind: 'list',
  seenAt: [],
  values: [],
  holes: [],
  reserved: new Map(),
});

/** The list in words: `?` is what nobody has told. */
export const listText = ({ values }: ListFacts): string =>
  `[${values.map((value) => value ?? '?').join(' ')}]`;

/**
 * Takes a return into the facts. `free` are the other pushes that have not returned, in the order of their calls. False, and nothing has changed,
 * if there is no legal order any more.
 */
export function addReturn(
  facts: ListFacts,
  id: number,
  operation: ListOperation,
  result: ListResult,
  calledAt: number,
  now: number,
  free: readonly FreePush[],
): boolean {
  if (operation.kind === 'push') {
    if (result.kind !== 'push') return false;
    const place = facts.reserved.get(id);
    if (place === undefined) return addPush(facts, operation.value, result.length - 1, calledAt, now, free);
    return place === result.length - 1 && facts.reserved.delete(id);
  }
  return result.kind === 'list' && addReading(facts, result.values, calledAt, now, free);
}

function addPush(
  facts: ListFacts,
  value: string,
  place: number,
  calledAt: number,
  now: number,
  free: readonly FreePush[],
): boolean {
  const { holes, seenAt, values } = facts;
  if (!Number.isSafeInteger(place) || place < 0) return false;
  const length = values.length;
  if (place >= length) {
    if (place - length > free.length) return false;
    grow(facts, place + 1, now);
    holes.pop();
    values[place] = value;
    if (canFill(facts, free)) return true;
    return shrink(facts, length);
  }
  const hole = holes.indexOf(place);
  const known = values[place] ?? null;
  if (hole < 0 || (known !== null && known !== value) || calledAt > (seenAt[place] ?? 0)) return false;
  holes.splice(hole, 1);
  values[place] = value;
  if (canFill(facts, free)) return true;
  holes.splice(hole, 0, place);
  values[place] = known;
  return false;
}

function addReading(
  facts: ListFacts,
  read: readonly string[],
  calledAt: number,
  now: number,
  free: readonly FreePush[],
): boolean {
  const { holes, seenAt, values } = facts;
  const length = values.length;
  if (read.length < length && calledAt > (seenAt[read.length] ?? 0)) return false;
  if (read.length - length > free.length) return false;
  for (let place = 0; place < length && place < read.length; place++) {
    const known = values[place];
    if (known !== null && known !== read[place]) return false;
  }
  if (read.length > length) grow(facts, read.length, now);
  const told: number[] = [];
  for (const place of holes) {
    if (place >= read.length || values[place] !== null) continue;
    told.push(place);
    values[place] = read[place] ?? null;
  }
  if (told.length === 0 || canFill(facts, free)) return true;
  for (const place of told) values[place] = null;
  return shrink(facts, length);
}

/** Whether the holes can be filled without an operation that is gone: it failed. */
export const fitsWithout = (facts: ListFacts, id: number, free: readonly FreePush[]): boolean =>
  !facts.reserved.has(id) && canFill(facts, free);

function grow({ holes, seenAt, values }: ListFacts, length: number, now: number): void {
  for (let place = values.length; place < length; place++) {
    holes.push(place);
    seenAt.push(now);
    values.push(null);
  }
}

function shrink(facts: ListFacts, length: number): false {
  facts.seenAt.length = length;
  facts.values.length = length;
  facts.holes = facts.holes.filter((place) => place < length);
  return false;
}

/**
 * Whether there are different pushes for all holes. Those with a known value come first, and each gets the latest push that will
 * do: that leaves the earliest ones to the others, and an earlier one fits wherever a later one does.
 */
function canFill({ holes, seenAt, values }: ListFacts, free: readonly FreePush[]): boolean {
  if (holes.length === 0) return true;
  if (holes.length > free.length) return false;
  const taken: boolean[] = [];
  for (const place of holes) {
    const value = values[place] ?? null;
    if (value !== null && !take(free, taken, seenAt[place] ?? 0, value)) return false;
  }
  for (const place of holes) {
    if (values[place] === null && !take(free, taken, seenAt[place] ?? 0, null)) return false;
  }
  return true;
}

function take(free: readonly FreePush[], taken: boolean[], before: number, value: string | null): boolean {
  for (let i = free.length - 1; i >= 0; i--) {
    const push = free[i];
    if (push === undefined || taken[i] === true || push.calledAt > before) continue;
    if (value !== null && push.value !== value) continue;
    taken[i] = true;
    return true;
  }
  return false;
}

/**
 * Closes holes whose values are known: one that a single push can fill is reserved for it; one that only pushes which never return can
 * fill gets the latest of these, for good, since the earlier ones are of more use elsewhere. Returns the ids of the pushes that are
 * done with.
 */
export function closeHoles(facts: ListFacts, free: readonly FreePush[]): number[] {
  const { reserved, seenAt, values } = facts;
  const used: number[] = [];
  facts.holes = facts.holes.filter((place) => {
    const value = values[place] ?? null;
    if (value === null) return true;
    let latest: FreePush | undefined;
    let candidates = 0;
    let pending = 0;
    for (const push of free) {
      if (push.value !== value || push.calledAt > (seenAt[place] ?? 0)) continue;
      if (used.includes(push.id) || reserved.has(push.id)) continue;
      candidates += 1;
      if (push.pending) pending += 1;
      latest = push;
    }
    if (latest === undefined || (pending > 0 && candidates > 1)) return true;
    if (pending > 0) reserved.set(latest.id, place);
    else used.push(latest.id);
    return false;
  });
  return used;
}
