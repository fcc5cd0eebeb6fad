import { END, EventList } from './event-list.ts';
import type { SequentialModel } from './model.ts';
import { PlacedSet, SeenSets } from './seen-sets.ts';
import { Transitions } from './transitions.ts';

/** One operation of a whole history of one partition. */
export interface WholeOp<Operation, Result> {
  readonly client: number;
  readonly operation: Operation;
  /** Undefined: nobody knows whether it acted. */
  readonly result: Result | undefined;
  readonly calledAt: number;
  /** Infinity: it never returned, and may act at any time from its call on, or never. */
  readonly returnedAt: number;
  /** Index of an operation that must come before it, though times do not say so. */
  readonly after?: number;
}

export type WholeVerdict =
  /** Indices of the operations in a legal order; those that need not have acted are left out. */
  | { readonly type: 'linearizable'; readonly order: readonly number[] }
  /** Index of the first return that no attempt got past. */
  | { readonly type: 'not-linearizable'; readonly stuck: number }
  /** The budget was spent. */
  | { readonly type: 'unknown' };

const BUDGET = 100_000_000;

/**
 * Looks for a legal order of a whole history: Wing & Gong 1993 with the memory of Lowe 2017, its hash after Horn & Kroening 2015, and
 * three things that spare most of the work:
 *
 * - An operation that changes nothing, and can run now with the result it had, runs now. Whatever order there is, it is one with that too.
 * - Operations that never returned and are equal run in the order of their calls.
 * - Of these there may be as many as an order needs, at first. If there is no order even so, there is none. If there is one that uses more
 *   than there are, these are counted from then on, and the search begins anew; so most are never counted, and cost nothing. (Those
 *   that could lead to ever new states are counted from the beginning.)
 *
 * @param ops in the order of their calls, times all different
 * @param budget steps that may be tried: the same verdict on every machine
 */
export function searchWhole<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  ops: readonly WholeOp<Operation, Result>[],
  budget = BUDGET,
): WholeVerdict {
  const transitions = new Transitions(model);
  // One that must come behind another is not to be taken for one that need not.
  const classes = Int32Array.from(ops, ({ operation, result, after }, i) =>
    transitions.classOf(operation, result, after === undefined ? '' : String(i)),
  );
  const unfinished = unfinishedOf(ops, classes, transitions);
  /** Classes of unfinished operations that are counted. */
  const counted = new Set([...unfinished.keys()].filter((number) => !transitions.isFinite(number)));
  let left = budget;
  for (;;) {
    const search = new Search(ops, classes, transitions, unfinished, counted, left);
    const verdict = search.run();
    if (verdict.type !== 'linearizable') return verdict;
    const over = search.overused();
    if (over === undefined) return { type: 'linearizable', order: search.order() };
    counted.add(over);
    left = search.left;
  }
}

/** By class the operations that never returned and may change something, in the order of their calls. */
function unfinishedOf<State, Operation, Result>(
  ops: readonly WholeOp<Operation, Result>[],
  classes: Int32Array,
  transitions: Transitions<State, Operation, Result>,
): Map<number, number[]> {
  const unfinished = new Map<number, number[]>();
  ops.forEach(({ returnedAt }, index) => {
    const number = classes[index] ?? 0;
    if (returnedAt !== Infinity || transitions.isPure(number)) return;
    const equal = unfinished.get(number);
    if (equal === undefined) unfinished.set(number, [index]);
    else equal.push(index);
  });
  return unfinished;
}

interface Attempt {
  /** For an unfinished one that is not counted the first of its class. */
  readonly op: number;
  readonly option: number;
  readonly before: number;
  readonly highest: number;
  /** Nothing else need be tried instead. */
  readonly forced: boolean;
  readonly placed: boolean;
  /** Before this return everything is placed that returned before. */
  readonly deadline: number;
}

class Search<State, Operation, Result> {
  left: number;
  private readonly ops: readonly WholeOp<Operation, Result>[];
  private readonly classes: Int32Array;
  private readonly transitions: Transitions<State, Operation, Result>;
  private readonly unfinished: ReadonlyMap<number, readonly number[]>;
  private readonly counted: ReadonlySet<number>;
  private readonly list: EventList;
  private readonly placed: PlacedSet;
  private readonly seen = new SeenSets();
  private readonly stack: Attempt[] = [];
  /** Of operations that returned: their number among these. Of unfinished ones: their number in their class. */
  private readonly ranks: Int32Array;
  /** Of counted unfinished operations: the counter of their class; -1. */
  private readonly counters: Int32Array;
  /** Operations that never change anything with the result they had. */
  private readonly pure: Uint8Array;
  private state: number;

  constructor(
    ops: readonly WholeOp<Operation, Result>[],
    classes: Int32Array,
    transitions: Transitions<State, Operation, Result>,
    unfinished: ReadonlyMap<number, readonly number[]>,
    counted: ReadonlySet<number>,
    budget: number,
  ) {
    this.ops = ops;
    this.classes = classes;
    this.transitions = transitions;
    this.unfinished = unfinished;
    this.counted = counted;
    this.left = budget;
    this.state = transitions.initial;
    this.ranks = new Int32Array(ops.length);
    this.counters = new Int32Array(ops.length).fill(-1);
    let finished = 0;
    for (let op = 0; op < ops.length; op += 1) {
      if (ops[op]?.returnedAt === Infinity) continue;
      this.ranks[op] = finished;
      finished += 1;
    }
    const numbers = [...counted];
    for (const [number, equal] of unfinished)
      equal.forEach((op, i) => {
        this.ranks[op] = i;
        this.counters[op] = numbers.indexOf(number);
      });
    this.placed = new PlacedSet(finished, numbers.length);
    this.pure = Uint8Array.from(ops, ({ returnedAt }, op) =>
      returnedAt !== Infinity && transitions.isPure(classes[op] ?? 0) ? 1 : 0,
    );
    this.list = new EventList(ops, (op) => this.isIn(op));
  }

  /** Unfinished operations that change nothing are out, and of those that are not counted all but the first of each class. */
  private isIn(op: number): boolean {
    if (this.ops[op]?.returnedAt !== Infinity) return true;
    const number = this.classes[op] ?? 0;
    const equal = this.unfinished.get(number);
    return equal !== undefined && (this.counted.has(number) || equal[0] === op);
  }

  run(): WholeVerdict {
    const { ops, list, stack, placed } = this;
    let unplaced = ops.reduce((count, { returnedAt }) => count + (returnedAt === Infinity ? 0 : 1), 0);
    let stuck = ops.length;
    let at = list.first;
    let option = 0;
    /** A node that was just reached is looked through for operations that change nothing. */
    let isNew = true;
    for (;;) {
      if (unplaced === 0) return { type: 'linearizable', order: [] };
      if (isNew) {
        isNew = false;
        const pure = this.pureNow();
        if (pure >= 0) {
          const highest = placed.add(this.ranks[pure] ?? 0);
          const fresh = this.seen.add(placed, this.state);
          this.left -= 1;
          if (fresh) {
            stack.push(this.attempt(pure, 0, highest, true, true));
            list.remove(pure);
            unplaced -= 1;
            isNew = true;
            continue;
          }
          // Where that leads nowhere, nothing does.
          placed.remove(this.ranks[pure] ?? 0, highest);
          at = END;
        } else at = list.first;
        option = 0;
      }
      if (this.left < 0) return { type: 'unknown' };
      if (at === END || at % 2 === 1) {
        // What returns here was not placed: some earlier choice was wrong.
        if (at !== END) stuck = this.furthest(stuck, at >> 1);
        const last = stack.pop();
        if (last === undefined) return { type: 'not-linearizable', stuck };
        if (last.placed) {
          list.restore(last.op);
          this.unplace(last.op, last.highest);
          if (ops[last.op]?.returnedAt !== Infinity) unplaced += 1;
        }
        this.state = last.before;
        at = last.forced ? END : 2 * last.op;
        option = last.option + 1;
        continue;
      }
      const op = at >> 1;
      const after = this.isAllowed(op)
        ? this.transitions.after(this.classes[op] ?? 0, this.state)
        : undefined;
      let moved = false;
      for (; after !== undefined && option < after.length; option += 1) {
        this.left -= 1;
        const state = after[option] ?? 0;
        const finished = ops[op]?.returnedAt !== Infinity;
        const isPlaced = finished || (this.counters[op] ?? -1) >= 0;
        // One that never returned and changes nothing need not have acted.
        if (!finished && state === this.state) continue;
        const highest = isPlaced ? this.place(op) : placed.highest;
        if (!this.seen.add(placed, state)) {
          if (isPlaced) this.unplace(op, highest);
          continue;
        }
        stack.push(this.attempt(op, option, highest, false, isPlaced));
        if (isPlaced) list.remove(op);
        if (finished) unplaced -= 1;
        this.state = state;
        moved = true;
        break;
      }
      option = 0;
      if (moved) isNew = true;
      else at = list.after(at);
    }
  }

  /** Returns the highest operation before. */
  private place(op: number): number {
    const { placed, counters, ranks } = this;
    const counter = counters[op] ?? -1;
    if (counter < 0) return placed.add(ranks[op] ?? 0);
    placed.count(counter, 1);
    return placed.highest;
  }

  private unplace(op: number, highest: number): void {
    const { placed, counters, ranks } = this;
    const counter = counters[op] ?? -1;
    if (counter < 0) placed.remove(ranks[op] ?? 0, highest);
    else placed.count(counter, -1);
  }

  private attempt(op: number, option: number, highest: number, forced: boolean, placed: boolean): Attempt {
    return {
      op,
      option,
      before: this.state,
      highest,
      forced,
      placed,
      deadline: placed ? 0 : this.deadline(),
    };
  }

  /** The time of the first return of what is not placed. */
  private deadline(): number {
    let node = this.list.first;
    while (node !== END && node % 2 === 0) node = this.list.after(node);
    return node === END ? Infinity : (this.ops[node >> 1]?.returnedAt ?? Infinity);
  }

  /** An operation that changes nothing and can run now; -1. */
  private pureNow(): number {
    const { list, pure, classes, transitions, state } = this;
    for (let node = list.first; node !== END && node % 2 === 0; node = list.after(node)) {
      const op = node >> 1;
      if (pure[op] === 1 && this.isAllowed(op) && transitions.after(classes[op] ?? 0, state).length > 0)
        return op;
    }
    return -1;
  }

  private isAllowed(op: number): boolean {
    const after = this.ops[op]?.after;
    if (after !== undefined && !this.isDone(after)) return false;
    const counter = this.counters[op] ?? -1;
    return counter < 0 || this.placed.counts[counter] === this.ranks[op];
  }

  /** Operations that may be left out hold up nobody. */
  private isDone(op: number): boolean {
    return this.ops[op]?.returnedAt === Infinity || this.placed.has(this.ranks[op] ?? 0);
  }

  private furthest(a: number, b: number): number {
    return (this.ops[a]?.returnedAt ?? -1) > (this.ops[b]?.returnedAt ?? -1) ? a : b;
  }

  /** A class of unfinished operations of which the order uses more than there are, or one before it was called. */
  overused(): number | undefined {
    const uses = new Map<number, number>();
    for (const { op, placed, deadline } of this.stack) {
      if (placed) continue;
      const number = this.classes[op] ?? 0;
      const count = uses.get(number) ?? 0;
      uses.set(number, count + 1);
      const used = this.unfinished.get(number)?.[count];
      if (used === undefined || (this.ops[used]?.calledAt ?? 0) > deadline) return number;
    }
    return undefined;
  }

  order(): number[] {
    const uses = new Map<number, number>();
    return this.stack.map(({ op, placed }) => {
      if (placed) return op;
      const number = this.classes[op] ?? 0;
      const count = uses.get(number) ?? 0;
      uses.set(number, count + 1);
      return this.unfinished.get(number)?.[count] ?? op;
    });
  }
}
