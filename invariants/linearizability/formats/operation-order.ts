import type { Doubles, Ints } from './columns.ts';
import { HistoryError } from './recorded.ts';
import type { ValueTable } from './value-table.ts';

/** Operations with their exact times; an end at infinity never comes. */
export interface TimedOperations {
  readonly values: ValueTable;
  readonly size: number;
  readonly process: Ints;
  readonly f: Ints;
  readonly line: Ints;
  readonly callHigh: Doubles;
  readonly callLow: Doubles;
  readonly callTail: Doubles;
  readonly endHigh: Doubles;
  readonly endLow: Doubles;
  readonly endTail: Doubles;
}

export interface OrderedEvents {
  /** `2 row` is a call, `2 row + 1` its end. */
  readonly events: Int32Array;
  /** See `RecordedHistory`. */
  readonly touching: Map<number, number>;
  readonly loose: Int32Array;
}

/**
 * Calls and ends in one order. Operations of two clients that touch in time are concurrent, so at each time calls come before
 * ends; but of one client they follow each other. Where two clients both return and call again at one time, no order of events says
 * just that: then the clients take turns, and `touching` names the pairs.
 *
 * @throws HistoryError when a client calls while its last call is open
 */
export function orderOperations(operations: TimedOperations): OrderedEvents {
  const rows = byCall(operations);
  const touching = new Map<number, number>();
  const events = new Ordering(operations, rows, touching, false).run();
  const loose = touching.size === 0 ? events : new Ordering(operations, rows, touching, true).run();
  return { events, touching, loose };
}

/** By call; of one client, what goes on at that time behind what does not. */
function byCall(operations: TimedOperations): Int32Array {
  const { size, callHigh, callLow, callTail, endHigh, line } = operations;
  const isLong = (row: number): number =>
    endHigh.at(row) !== Number.POSITIVE_INFINITY && compareEndToCall(operations, row, row) !== 0 ? 1 : 0;
  const compare = (a: number, b: number): number =>
    callHigh.at(a) - callHigh.at(b) ||
    callLow.at(a) - callLow.at(b) ||
    callTail.at(a) - callTail.at(b) ||
    isLong(a) - isLong(b) ||
    line.at(a) - line.at(b);
  const rows = new Int32Array(size);
  let isSorted = true;
  for (let row = 0; row < size; row += 1) {
    rows[row] = row;
    if (row > 0 && compare(row - 1, row) > 0) isSorted = false;
  }
  return isSorted ? rows : rows.sort(compare);
}

function compareEndToCall(
  { callHigh, callLow, callTail, endHigh, endLow, endTail }: TimedOperations,
  ending: number,
  called: number,
): number {
  return (
    endHigh.at(ending) - callHigh.at(called) ||
    endLow.at(ending) - callLow.at(called) ||
    endTail.at(ending) - callTail.at(called)
  );
}

class Ordering {
  private readonly of: TimedOperations;
  private readonly rows: Int32Array;
  private readonly touching: Map<number, number>;
  private readonly isLoose: boolean;
  private readonly out: Int32Array;
  private length = 0;
  /** Rows that have not ended, as a heap by their ends. */
  private readonly heap: number[] = [];
  /** Whether the end of a row is out. */
  private readonly ended: Uint8Array;
  /** The latest row of each process; -1. */
  private readonly latest: Int32Array;

  constructor(of: TimedOperations, rows: Int32Array, touching: Map<number, number>, isLoose: boolean) {
    this.of = of;
    this.rows = rows;
    this.touching = touching;
    this.isLoose = isLoose;
    this.out = new Int32Array(2 * of.size);
    this.ended = new Uint8Array(of.size);
    this.latest = new Int32Array(of.values.size).fill(-1);
  }

  run(): Int32Array {
    const { rows } = this;
    for (let from = 0; from < rows.length; ) {
      const first = rows[from] ?? 0;
      let to = from + 1;
      while (to < rows.length && this.isSameCall(first, rows[to] ?? 0)) to += 1;
      this.flush(first);
      if (to === from + 1) this.alone(first);
      else this.group(rows.subarray(from, to));
      from = to;
    }
    this.flush(-1);
    return this.out;
  }

  private isSameCall(a: number, b: number): boolean {
    const { callHigh, callLow, callTail } = this.of;
    return (
      callHigh.at(a) === callHigh.at(b) &&
      callLow.at(a) === callLow.at(b) &&
      callTail.at(a) === callTail.at(b)
    );
  }

  /** Lets everything end that ends before that row is called; everything, for none. */
  private flush(row: number): void {
    const { heap } = this;
    for (;;) {
      const next = heap[0];
      if (next === undefined || (row >= 0 && compareEndToCall(this.of, next, row) >= 0)) return;
      this.pop();
      this.end(next);
    }
  }

  /** The only call at its time. */
  private alone(row: number): void {
    const before = this.openBefore(row);
    if (before >= 0) this.end(before);
    this.call(row);
  }

  /** The last row of the same client, if its end has not come; it ends at this very time. */
  private openBefore(row: number): number {
    const { of } = this;
    const before = this.latest[of.process.at(row)] ?? -1;
    if (before < 0 || this.ended[before] === 1) return -1;
    if (compareEndToCall(this.of, before, row) > 0) {
      const process = of.values.content(of.process.at(row));
      const [called, open] = [of.f.at(row), of.f.at(before)].map((f) => of.values.content(f));
      throw new HistoryError(
        of.line.at(row),
        `process ${process} calls ${called}, but its ${open} of line ${of.line.at(before)} has not returned`,
      );
    }
    return before;
  }

  /** Several calls at one time. */
  private group(rows: Int32Array): void {
    const byProcess = new Map<number, number[]>();
    for (const row of rows) {
      const process = this.of.process.at(row);
      const own = byProcess.get(process);
      if (own === undefined) {
        const before = this.openBefore(row);
        byProcess.set(process, before < 0 ? [row] : [before, row]);
      } else own.push(row);
    }
    const called = new Set(rows);
    const chains = [...byProcess.values()].filter((chain) => chain.length > 1);
    if (this.isLoose && chains.length > 1) {
      for (const row of rows) this.call(row);
      return;
    }
    for (const [row] of byProcess.values()) if (row !== undefined && called.has(row)) this.call(row);
    for (const chain of chains) {
      chain.forEach((row, i) => {
        const next = chain[i + 1];
        if (next === undefined) return;
        if (compareEndToCall(this.of, row, next) > 0 && this.of.endHigh.at(row) !== Number.POSITIVE_INFINITY)
          this.openBefore(next); // says what is wrong
        this.end(row);
        this.call(next);
        if (chains.length > 1) this.touching.set(next, row);
      });
    }
  }

  private call(row: number): void {
    this.out[this.length] = 2 * row;
    this.length += 1;
    this.latest[this.of.process.at(row)] = row;
    // Nobody waits any more for what never returns, and its client may go on.
    if (this.of.endHigh.at(row) === Number.POSITIVE_INFINITY) this.end(row);
    else this.push(row);
  }

  private end(row: number): void {
    if (this.ended[row] === 1) return;
    this.ended[row] = 1;
    this.out[this.length] = 2 * row + 1;
    this.length += 1;
  }

  private endsBefore(a: number, b: number): boolean {
    const { endHigh, endLow, endTail } = this.of;
    return (
      (endHigh.at(a) - endHigh.at(b) ||
        endLow.at(a) - endLow.at(b) ||
        endTail.at(a) - endTail.at(b) ||
        a - b) < 0
    );
  }

  private push(row: number): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(row);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = heap[up] ?? 0;
      if (!this.endsBefore(row, above)) break;
      heap[at] = above;
      at = up;
    }
    heap[at] = row;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && this.endsBefore(heap[down + 1] ?? 0, heap[down] ?? 0)) down += 1;
      const below = heap[down] ?? 0;
      if (!this.endsBefore(below, last)) break;
      heap[at] = below;
      at = down;
    }
    heap[at] = last;
  }
}
