import { Interned } from './interned.ts';
import type { SequentialModel } from './model.ts';

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

const BUDGET = 10_000_000;

/**
 * Looks for a legal order of a whole history: Wing & Gong 1993 with the memory of Lowe 2017. Sets of placed operations are kept as a
 * window, from the first that is not placed to the last that is, so that their size follows the concurrency and not the
 * length; the hash of a set is updated with each operation (Horn & Kroening 2015).
 *
 * @param ops in the order of their calls, times all different
 * @param budget model steps that may be tried: the same verdict on every machine
 */
export function searchWhole<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  ops: readonly WholeOp<Operation, Result>[],
  budget = BUDGET,
): WholeVerdict {
  const list = new EventList(ops);
  const states = new Interned(model);
  const seen = new SeenSets();
  const placed = new PlacedSet(ops.length);
  const stack: Attempt[] = [];
  let state = states.idOf(model.initial);
  let left = ops.filter(({ returnedAt }) => returnedAt !== Infinity).length;
  let at = list.first;
  let option = 0;
  let spent = 0;
  let stuck = ops.length;
  for (;;) {
    if (left === 0) return { type: 'linearizable', order: stack.map(({ op }) => op) };
    if (at === END || list.isReturn(at)) {
      // What returns here was not placed: some earlier choice was wrong.
      if (at !== END) stuck = furthest(ops, stuck, list.opOf(at));
      const last = stack.pop();
      if (last === undefined) return { type: 'not-linearizable', stuck };
      list.restore(last.op);
      placed.remove(last.op, last.highest);
      if (ops[last.op]?.returnedAt !== Infinity) left += 1;
      state = last.before;
      at = list.callOf(last.op);
      option = last.option + 1;
      continue;
    }
    const index = list.opOf(at);
    const op = ops[index];
    if (op === undefined) throw new Error('an event without an operation');
    const steps = model.steps(states.stateOf(state), op.operation);
    let moved = false;
    if (op.after !== undefined && !placed.has(op.after)) option = steps.length;
    for (; option < steps.length; option += 1) {
      spent += 1;
      if (spent > budget) return { type: 'unknown' };
      const step = steps[option];
      if (step === undefined || (op.result !== undefined && !model.sameResult(step.result, op.result)))
        continue;
      const after = states.idOf(step.state);
      const highest = placed.add(index);
      if (!seen.add(placed, list.firstUnplaced(index), after)) {
        placed.remove(index, highest);
        continue;
      }
      stack.push({ op: index, option, before: state, highest });
      list.remove(index);
      if (op.returnedAt !== Infinity) left -= 1;
      state = after;
      at = list.first;
      moved = true;
      break;
    }
    option = 0;
    if (!moved) at = list.after(at);
  }
}

interface Attempt {
  readonly op: number;
  readonly option: number;
  readonly before: number;
  readonly highest: number;
}

function furthest<Operation, Result>(
  ops: readonly WholeOp<Operation, Result>[],
  a: number,
  b: number,
): number {
  return (ops[a]?.returnedAt ?? -1) > (ops[b]?.returnedAt ?? -1) ? a : b;
}

const END = -1;

/** Calls and returns in the order of time, as a list from which operations are taken and put back. Node 2i calls, 2i+1 returns. */
class EventList {
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** One more node, before the first. */
  private readonly root: number;

  constructor(ops: readonly { readonly calledAt: number; readonly returnedAt: number }[]) {
    const nodes: number[] = [];
    for (let i = 0; i < ops.length; i += 1) {
      nodes.push(2 * i);
      if (ops[i]?.returnedAt !== Infinity) nodes.push(2 * i + 1);
    }
    const timeOf = (node: number): number =>
      (node % 2 === 0 ? ops[node >> 1]?.calledAt : ops[node >> 1]?.returnedAt) ?? 0;
    nodes.sort((a, b) => timeOf(a) - timeOf(b));
    this.root = 2 * ops.length;
    this.next = new Int32Array(this.root + 1).fill(END);
    this.previous = new Int32Array(this.root + 1).fill(END);
    let last = this.root;
    for (const node of nodes) {
      this.next[last] = node;
      this.previous[node] = last;
      last = node;
    }
  }

  get first(): number {
    return this.after(this.root);
  }

  after(node: number): number {
    return this.next[node] ?? END;
  }

  isReturn = (node: number): boolean => node % 2 === 1;
  opOf = (node: number): number => node >> 1;
  callOf = (op: number): number => 2 * op;

  /** The first operation that is not placed, if `placing` is. */
  firstUnplaced(placing: number): number {
    let node = this.first;
    while (node !== END && (node >> 1 === placing || node % 2 === 1)) node = this.after(node);
    return node === END ? this.root >> 1 : node >> 1;
  }

  remove(op: number): void {
    this.unlink(2 * op);
    this.unlink(2 * op + 1);
  }

  /** Operations are put back in the opposite order. */
  restore(op: number): void {
    this.relink(2 * op + 1);
    this.relink(2 * op);
  }

  private unlink(node: number): void {
    const before = this.previous[node] ?? END;
    if (before === END) return; // has no return
    const after = this.after(node);
    this.next[before] = after;
    if (after !== END) this.previous[after] = before;
  }

  private relink(node: number): void {
    const before = this.previous[node] ?? END;
    if (before === END) return;
    const after = this.after(node);
    this.next[before] = node;
    if (after !== END) this.previous[after] = node;
  }
}

/** Which operations are placed, with a hash that is updated. */
class PlacedSet {
  readonly words: Uint32Array;
  hash = 0;
  /** The highest operation in it. */
  highest = -1;

  constructor(size: number) {
    this.words = new Uint32Array((size >> 5) + 1);
  }

  has(op: number): boolean {
    return ((this.words[op >> 5] ?? 0) & (1 << (op & 31))) !== 0;
  }

  /** Returns the highest operation before. */
  add(op: number): number {
    this.flip(op);
    const { highest } = this;
    if (op > highest) this.highest = op;
    return highest;
  }

  remove(op: number, highest: number): void {
    this.flip(op);
    this.highest = highest;
  }

  private flip(op: number): void {
    this.words[op >> 5] = (this.words[op >> 5] ?? 0) ^ (1 << (op & 31));
    this.hash ^= mix(op);
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

interface Seen {
  readonly from: number;
  readonly window: Uint32Array;
  readonly state: number;
  readonly next: Seen | undefined;
}

/** Pairs of a set and a state that were tried. */
class SeenSets {
  private readonly byHash = new Map<number, Seen>();

  /** False if the pair was there. All operations before `low` are in the set. */
  add(placed: PlacedSet, low: number, state: number): boolean {
    const from = low >> 5;
    const to = Math.max(from, (placed.highest >> 5) + 1);
    const hash = placed.hash ^ mix(~state);
    const first = this.byHash.get(hash);
    for (let seen = first; seen !== undefined; seen = seen.next) {
      if (seen.state === state && seen.from === from && isEqual(seen.window, placed.words, from, to))
        return false;
    }
    this.byHash.set(hash, { from, window: placed.words.slice(from, to), state, next: first });
    return true;
  }
}

function isEqual(window: Uint32Array, words: Uint32Array, from: number, to: number): boolean {
  if (window.length !== to - from) return false;
  for (let i = 0; i < window.length; i += 1) if (window[i] !== words[from + i]) return false;
  return true;
}
