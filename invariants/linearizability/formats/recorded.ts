/** A value as a file has it: JSON, keywords and symbols as strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One line of a history, whatever its format was. */
export interface RecordedEvent {
  /** Counted from 1. */
  readonly line: number;
  readonly process: string;
  /** `fail`: it certainly had no effect. `info`: nobody knows. `refused`: it ran, and answered no. */
  readonly type: 'invoke' | 'ok' | 'fail' | 'refused' | 'info';
  /** What is done, e.g. `read`. */
  readonly f: string;
  readonly key: string | undefined;
  /** Of a call its argument, of a return what was returned. */
  readonly value: Json;
  /** When it was, in whatever unit; undefined where the file does not say. */
  readonly time?: number;
}

/** A history that cannot be judged as it stands. */
export class HistoryError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}
