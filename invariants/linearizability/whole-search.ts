import { END, EventList } from './event-list.ts';
import { PlacedSet, SeenSets } from './seen-sets.ts';
import type { Transitions } from './transitions.ts';
import type { WholeOp, WholeVerdict } from './whole-op.ts';

/** One step of an order. */
interface Attempt {
  /** An operation that returned; -1 for one that never did. */
  readonly op: number;
  /** Place of the class of one that never did. */
  readonly late: number;
  readonly option: number;
  /** The state before it. */
  readonly before: number;
  readonly highest: number;
  /** Nothing else need be tried instead. */
  readonly forced: boolean;
  /** Of one that never returned: the first return of what is not placed. It was called before that. */
  readonly deadline: number;
}

/** Operations of one class that never returned. */
interface Late {
  readonly number: number;
  readonly ops: readonly number[];
  /** Counter of how many are used; -1: there are as many as one likes, from the call of the first on. */
  readonly counter: number;
}

/** Looks for an order once; see `searchWhole`. */
export class WholeSearch<State, Operation, Result> {
  left: number;
  private readonly ops: readonly WholeOp<Operation, Result>[];
  private readonly classes: Int32Array;
  private readonly transitions: Transitions<State, Operation, Result>;
  private readonly late: readonly Late[];
  /** Operations that returned. */
  private readonly list: EventList;
  private readonly placed: PlacedSet;
  private readonly seen = new SeenSets();
  private readonly stack: Attempt[] = [];
  /** Numbers of the operations that returned, among these. */
  private readonly ranks: Int32Array;
  /** Operations that never change anything with the result they had. */
  private readonly pure: Uint8Array;
  private unplaced = 0;
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
    this.left = budget;
    this.state = transitions.initial;
    const counters = [...counted];
    // What is scarce is used last.
    this.late = [...unfinished]
      .map(([number, own]) => ({ number, ops: own, counter: counters.indexOf(number) }))
      .sort((a, b) => a.counter - b.counter || b.ops.length - a.ops.length || a.number - b.number);
    this.ranks = new Int32Array(ops.length);
    for (let op = 0; op < ops.length; op += 1) {
      if (ops[op]?.returnedAt === Infinity) continue;
      this.ranks[op] = this.unplaced;
      this.unplaced += 1;
    }
    this.placed = new PlacedSet(this.unplaced, counters.length);
    this.pure = Uint8Array.from(classes, (number) => (transitions.isPure(number) ? 1 : 0));
    this.list = new EventList(ops);
  }

  run(): WholeVerdict {
    let stuck = this.ops.length;
    let at = this.settled();
    let late = 0;
    let option = 0;
    for (;;) {
      if (this.unplaced === 0) return { type: 'linearizable', order: [] };
      if (this.left < 0) return { type: 'unknown' };
      // First what returned, up to the first return of what is not placed; then what never did.
      let moved = false;
      for (; at !== END && at % 2 === 0 && !moved; at = this.list.after(at)) {
        moved = this.tryOp(at >> 1, option);
        option = 0;
      }
      if (!moved && at !== END) {
        const deadline = this.ops[at >> 1]?.returnedAt ?? Infinity;
        for (; late < this.late.length && !moved; late += 1) {
          moved = this.tryLate(late, option, deadline);
          option = 0;
        }
        if (!moved) stuck = this.furthest(stuck, at >> 1);
      }
      if (moved) {
        at = this.settled();
        late = 0;
        continue;
      }
      const last = this.back();
      if (last === undefined) return { type: 'not-linearizable', stuck };
      option = last.option + 1;
      late = last.op < 0 ? last.late : 0;
      if (last.forced) at = END;
      else at = last.op < 0 ? this.firstReturn() : 2 * last.op;
    }
  }

  /** Runs everything that can run and changes nothing. Returns where to look next: nowhere, if that was tried before. */
  private settled(): number {
    const { list, pure, classes, transitions, placed } = this;
    for (let node = list.first; node !== END && node % 2 === 0; ) {
      const op = node >> 1;
      const next = list.after(node);
      if (
        pure[op] === 1 &&
        this.isAllowed(op) &&
        transitions.after(classes[op] ?? 0, this.state).length > 0
      ) {
        const highest = placed.add(this.ranks[op] ?? 0);
        this.left -= 1;
        list.remove(op);
        this.unplaced -= 1;
        this.push(op, -1, 0, highest, true, 0);
        if (!this.seen.add(placed, this.state)) return END;
        // What was behind its return may begin now.
        node = list.first;
      } else node = next;
    }
    return list.first;
  }

  private tryOp(op: number, firstOption: number): boolean {
    if (!this.isAllowed(op)) return false;
    const { placed, ranks } = this;
    const after = this.transitions.after(this.classes[op] ?? 0, this.state);
    for (let option = firstOption; option < after.length; option += 1) {
      this.left -= 1;
      const state = after[option] ?? 0;
      const highest = placed.add(ranks[op] ?? 0);
      if (!this.seen.add(placed, state)) {
        placed.remove(ranks[op] ?? 0, highest);
        continue;
      }
      this.push(op, -1, option, highest, false, 0);
      this.list.remove(op);
      this.unplaced -= 1;
      this.state = state;
      return true;
    }
    return false;
  }

  private tryLate(place: number, firstOption: number, deadline: number): boolean {
    const late = this.late[place];
    if (late === undefined) return false;
    const { placed } = this;
    const { counter } = late;
    const op = late.ops[counter < 0 ? 0 : (placed.counts[counter] ?? 0)];
    if (op === undefined || (this.ops[op]?.calledAt ?? 0) > deadline || !this.isAllowed(op)) return false;
    const after = this.transitions.after(late.number, this.state);
    for (let option = firstOption; option < after.length; option += 1) {
      this.left -= 1;
      const state = after[option] ?? 0;
      // One that never returned and changes nothing need not have acted.
      if (state === this.state) continue;
      if (counter >= 0) placed.count(counter, 1);
      if (!this.seen.add(placed, state)) {
        if (counter >= 0) placed.count(counter, -1);
        continue;
      }
      this.push(-1, place, option, placed.highest, false, deadline);
      this.state = state;
      return true;
    }
    return false;
  }

  private push(
    op: number,
    late: number,
    option: number,
    highest: number,
    forced: boolean,
    deadline: number,
  ): void {
    this.stack.push({ op, late, option, before: this.state, highest, forced, deadline });
  }

  private back(): Attempt | undefined {
    const last = this.stack.pop();
    if (last === undefined) return undefined;
    if (last.op >= 0) {
      this.list.restore(last.op);
      this.placed.remove(this.ranks[last.op] ?? 0, last.highest);
      this.unplaced += 1;
    } else {
      const counter = this.late[last.late]?.counter ?? -1;
      if (counter >= 0) this.placed.count(counter, -1);
    }
    this.state = last.before;
    return last;
  }

  private firstReturn(): number {
    let node = this.list.first;
    while (node !== END && node % 2 === 0) node = this.list.after(node);
    return node;
  }

  private isAllowed(op: number): boolean {
    const after = this.ops[op]?.after;
    // Operations that may be left out hold up nobody.
    return (
      after === undefined ||
      this.ops[after]?.returnedAt === Infinity ||
      this.placed.has(this.ranks[after] ?? 0)
    );
  }

  private furthest(a: number, b: number): number {
    return (this.ops[a]?.returnedAt ?? -1) > (this.ops[b]?.returnedAt ?? -1) ? a : b;
  }

  /** A class of unfinished operations of which the order uses more than there are, or one before it was called. */
  overused(): number | undefined {
    const uses = this.late.map(() => 0);
    for (const { op, late: place, deadline } of this.stack) {
      const late = this.late[place];
      if (op >= 0 || late === undefined) continue;
      const used = late.ops[uses[place] ?? 0];
      uses[place] = (uses[place] ?? 0) + 1;
      if (used === undefined || (this.ops[used]?.calledAt ?? 0) > deadline) return late.number;
    }
    return undefined;
  }

  order(): number[] {
    const uses = this.late.map(() => 0);
    return this.stack.flatMap(({ op, late: place }) => {
      if (op >= 0) return op;
      const used = this.late[place]?.ops[uses[place] ?? 0];
      uses[place] = (uses[place] ?? 0) + 1;
      return used ?? [];
    });
  }
}
