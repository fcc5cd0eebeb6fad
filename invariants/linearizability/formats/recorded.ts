import type { Doubles, Ints } from './columns.ts';
import type { ValueTable } from './value-table.ts';

/** A history that cannot be judged as it stands. */
export class HistoryError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}

/** What became of an operation. */
export const Fate = {
  /** Nothing more is said of it. */
  open: 0,
  ok: 1,
  /** It certainly had no effect. */
  fail: 2,
  /** Nobody knows. */
  info: 3,
  /** It ran, and answered no. */
  refused: 4,
} as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

/** Of a key, an argument or an answer: the file has none. */
export const ABSENT = -1;

/**
 * A history as a file has it, by columns: a row is an operation. Values, keys, processes and names are numbers of the table.
 */
export interface RecordedHistory {
  readonly values: ValueTable;
  readonly size: number;
  readonly process: Ints;
  readonly f: Ints;
  readonly key: Ints;
  readonly argument: Ints;
  readonly answer: Ints;
  readonly fate: Ints;
  /** Counted from 1. */
  readonly callLine: Ints;
  /** 0: it has no end. */
  readonly endLine: Ints;
  /** In whatever unit, from the first one on; rounded, for drawings. NaN where the file does not say. */
  readonly callTime: Doubles;
  readonly endTime: Doubles;
  /** In the order of time: `2 row` is a call, `2 row + 1` its end. */
  readonly events: Int32Array;
  /** Rows of one client of which the second was called at the very time when the first returned, where the order of events says too much. */
  readonly touching: ReadonlyMap<number, number>;
  /** Events in an order that says nothing about such times, beyond `touching`; the same as `events` where there are none. */
  readonly loose: Int32Array;
}
