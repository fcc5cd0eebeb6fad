import { NodeTable } from './node-table.ts';
import type { Transitions } from './transitions.ts';
import type { WholeOp } from './whole-op.ts';

/** Operations of one class that never returned, in the order of their calls. */
interface Late {
  readonly number: number;
  readonly ops: readonly number[];
  /** By how many of them have been called: the price of one. */
  readonly price: Int32Array;
  readonly step: Int32Array;
}

const ROUNDS = 60;
/** An operation costs this much less than a unit of its price. */
const PRICE_UNIT = 16;

/** Indices of the operations in a legal order; `none`: there is none; undefined: it cannot tell. */
export type FrugalVerdict = readonly number[] | 'none' | undefined;

/**
 * Looks for an order that uses few operations that never returned: the cheapest one, at prices. If it uses more of a kind than had been called,
 * these get dearer, and it is looked for again (subgradients of the Lagrangian dual). If the cheapest order costs more than all that there
 * is is worth, no order gets along with what there is.
 */
export class FrugalSearch<State, Operation, Result> {
  left: number;
  private readonly ops: readonly WholeOp<Operation, Result>[];
  private readonly classes: Int32Array;
  private readonly transitions: Transitions<State, Operation, Result>;
  private readonly late: readonly Late[];
  /** The operations that returned, in the order of their calls; bits of sets are places in it. */
  private readonly finished: Int32Array;
  private readonly places: Int32Array;
  private readonly pure: Uint8Array;
  private readonly words: Int32Array;
  private readonly scratch: Int32Array;
  /** Set by `candidates`: how many, and the first return of what is not placed. */
  private readonly found: Int32Array;
  private deadline = 0;

  constructor(
    ops: readonly WholeOp<Operation, Result>[],
    classes: Int32Array,
    transitions: Transitions<State, Operation, Result>,
    unfinished: ReadonlyMap<number, readonly number[]>,
    budget: number,
  ) {
    this.ops = ops;
    this.classes = classes;
    this.transitions = transitions;
    this.left = budget;
    this.late = [...unfinished].map(([number, own]) => ({
      number,
      ops: own,
      price: new Int32Array(own.length + 1),
      step: new Int32Array(own.length + 1).fill(1),
    }));
    this.finished = Int32Array.from(ops.keys()).filter((op) => ops[op]?.returnedAt !== Infinity);
    this.places = new Int32Array(ops.length).fill(-1);
    this.finished.forEach((op, place) => {
      this.places[op] = place;
    });
    this.pure = Uint8Array.from(classes, (number) => (transitions.isPure(number) ? 1 : 0));
    this.words = new Int32Array((this.finished.length >> 5) + 1);
    this.scratch = new Int32Array(this.words.length);
    this.found = new Int32Array(this.finished.length);
  }

  run(): FrugalVerdict {
    let worth = this.late.reduce((sum, { ops }) => sum + ops.length, 0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const nodes = new NodeTable();
      this.words.fill(0);
      const goal = this.cheapest(nodes);
      if (goal === undefined) return undefined;
      if (goal < 0 || (nodes.cost[goal] ?? 0) > worth) return 'none';
      const raised = this.raise(nodes, goal);
      if (raised === 0) return this.order(nodes, goal);
      worth += PRICE_UNIT * raised;
    }
    return undefined;
  }

  /** The node in which all is placed; -1 if there is no way, undefined when the budget is spent. */
  private cheapest(nodes: NodeTable): number | undefined {
    const queue = new CheapestFirst(nodes);
    const { transitions, words, scratch } = this;
    this.settle(words, transitions.initial);
    queue.reach(nodes.nodeOf(words, transitions.initial), 0, -1, 0, 0);
    for (;;) {
      const node = queue.take();
      if (node < 0) return -1;
      this.left -= 1;
      if (this.left < 0) return undefined;
      nodes.load(node, words);
      const state = nodes.stateOf(node);
      const count = this.candidates(words);
      if (count === 0) return node;
      const cost = nodes.cost[node] ?? 0;
      const { deadline } = this;
      const candidates = this.found.slice(0, count);
      for (const place of candidates) {
        const op = this.finished[place] ?? 0;
        for (const after of transitions.after(this.classes[op] ?? 0, state)) {
          scratch.set(words);
          this.set(scratch, place);
          this.settle(scratch, after);
          queue.reach(nodes.nodeOf(scratch, after), cost, node, op, 0);
        }
      }
      for (const [index, { number, ops, price }] of this.late.entries()) {
        const called = this.calledBefore(ops, deadline);
        if (called === 0) continue;
        for (const after of transitions.after(number, state)) {
          if (after === state) continue;
          scratch.set(words);
          this.settle(scratch, after);
          const more = 1 + PRICE_UNIT * (price[called] ?? 0);
          queue.reach(nodes.nodeOf(scratch, after), cost + more, node, -1 - index, called);
        }
      }
    }
  }

  private calledBefore(ops: readonly number[], deadline: number): number {
    let called = 0;
    while (called < ops.length && (this.ops[ops[called] ?? 0]?.calledAt ?? 0) < deadline) called += 1;
    return called;
  }

  /** What can run next, of what returned. Operations that touch in time may have to wait for each other. */
  private candidates(words: Int32Array): number {
    const { finished, ops, found } = this;
    let count = 0;
    let deadline = Infinity;
    let first = 0;
    while (words[first] === -1) first += 1;
    for (let place = first << 5; place < finished.length; place += 1) {
      if (this.has(words, place)) continue;
      const op = ops[finished[place] ?? 0];
      if (op === undefined || op.calledAt > deadline) break;
      if (op.returnedAt < deadline) deadline = op.returnedAt;
      const before = op.after === undefined ? -1 : (this.places[op.after] ?? -1);
      if (before >= 0 && !this.has(words, before)) continue;
      found[count] = place;
      count += 1;
    }
    this.deadline = deadline;
    return count;
  }

  /** Places all that can run in that state and changes nothing. Returns what it placed, if asked. */
  private settle(words: Int32Array, state: number, into?: number[]): void {
    for (let moved = true; moved; ) {
      moved = false;
      const count = this.candidates(words);
      for (let i = 0; i < count; i += 1) {
        const place = this.found[i] ?? 0;
        const op = this.finished[place] ?? 0;
        const number = this.classes[op] ?? 0;
        if (this.pure[op] !== 1 || this.transitions.after(number, state).length === 0) continue;
        this.set(words, place);
        into?.push(op);
        moved = true;
      }
    }
  }

  private has(words: Int32Array, place: number): boolean {
    return ((words[place >> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  private set(words: Int32Array, place: number): void {
    words[place >> 5] = (words[place >> 5] ?? 0) | (1 << (place & 31));
  }

  private path(nodes: NodeTable, goal: number): number[] {
    const path: number[] = [];
    for (let node = goal; node >= 0; node = nodes.parent[node] ?? -1) path.push(node);
    return path.reverse();
  }

  /** Makes dearer what was used before enough of it was called. Returns what all that there is is worth more by that. */
  private raise(nodes: NodeTable, goal: number): number {
    const uses = this.late.map((): number[] => []);
    for (const node of this.path(nodes, goal)) {
      const move = nodes.move[node] ?? 0;
      if (move < 0) uses[-1 - move]?.push(nodes.called[node] ?? 0);
    }
    let raised = 0;
    for (const [index, { price, step }] of this.late.entries()) {
      const own = uses[index] ?? [];
      for (const called of new Set(own)) {
        if (own.filter((one) => one <= called).length <= called) continue;
        const more = step[called] ?? 1;
        step[called] = Math.min(2 * more, 1 << 10);
        // Who uses one earlier takes from the same store.
        for (let earlier = 1; earlier <= called; earlier += 1) price[earlier] = (price[earlier] ?? 0) + more;
        raised += more * called;
      }
    }
    return raised;
  }

  private order(nodes: NodeTable, goal: number): number[] {
    const order: number[] = [];
    const used = this.late.map(() => 0);
    const words = this.words;
    const path = this.path(nodes, goal);
    for (const [i, node] of path.entries()) {
      const state = nodes.stateOf(node);
      if (i === 0) {
        words.fill(0);
      } else {
        const move = nodes.move[node] ?? 0;
        const index = -1 - move;
        if (move >= 0) {
          order.push(move);
          this.set(words, this.places[move] ?? 0);
        } else {
          order.push(this.late[index]?.ops[used[index] ?? 0] ?? 0);
          used[index] = (used[index] ?? 0) + 1;
        }
      }
      this.settle(words, state, order);
    }
    return order;
  }
}

/** Nodes that were reached, the cheapest first, and of equal ones the latest: so it goes straight on while that costs nothing. */
class CheapestFirst {
  private readonly nodes: NodeTable;
  private readonly buckets: number[][] = [];
  private lowest = 0;

  constructor(nodes: NodeTable) {
    this.nodes = nodes;
  }

  reach(node: number, cost: number, parent: number, move: number, called: number): void {
    const { nodes } = this;
    if (cost >= (nodes.cost[node] ?? 0)) return;
    nodes.cost[node] = cost;
    nodes.parent[node] = parent;
    nodes.move[node] = move;
    nodes.called[node] = called;
    const bucket = this.buckets[cost];
    if (bucket === undefined) this.buckets[cost] = [node];
    else bucket.push(node);
    if (cost < this.lowest) this.lowest = cost;
  }

  take(): number {
    for (; this.lowest < this.buckets.length; this.lowest += 1) {
      const bucket = this.buckets[this.lowest];
      for (let node = bucket?.pop(); node !== undefined; node = bucket?.pop()) {
        if (this.nodes.isDone[node] === 1 || this.nodes.cost[node] !== this.lowest) continue;
        this.nodes.isDone[node] = 1;
        return node;
      }
    }
    return -1;
  }
}
