import type { RecordedHistory } from '../formats/recorded.ts';

/** That two operations have to do with each other, for a picture: rows, and what it is. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** What became of a history that is judged by what its workload promises, and not by a sequential object. */
export interface WorkloadVerdict {
  readonly type: 'valid' | 'invalid' | 'unknown';
  /** What is wrong, in a few words; what was found, if nothing is. */
  readonly title: string;
  /** The finding in a sentence, then what it rests on. */
  readonly facts: readonly string[];
  /** The kind of finding without names and values: equal for equal bugs. */
  readonly witness: string;
  /** Rows of the operations that clash; the one that shows it comes first. */
  readonly rows: readonly number[];
  /** How they hang together; absent where each of the others is a reason for the first. */
  readonly links?: readonly Link[];
  /** What was counted, e.g. lost elements. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A promise that a whole history must keep. */
export interface Workload {
  /** Operations by which it is known. */
  readonly operations: readonly string[];
  /** In one line, for lists. */
  readonly about: string;
  /** Whether the history is one of this workload, by its values; where operations alone do not tell. */
  fits?(history: RecordedHistory): boolean;
  /** @throws HistoryError when an operation is none of the workload */
  judge(history: RecordedHistory): WorkloadVerdict;
}

export const valid = (title: string, counts: Readonly<Record<string, number>>): WorkloadVerdict => ({
  type: 'valid',
  title,
  facts: [],
  witness: '',
  rows: [],
  counts,
});

/** Where in the order of events each operation was called, and ended; infinity: it did not. */
export function placesOf({ size, events }: RecordedHistory): {
  readonly callAt: Float64Array;
  readonly endAt: Float64Array;
} {
  const callAt = new Float64Array(size);
  const endAt = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  events.forEach((code, place) => {
    if ((code & 1) === 0) callAt[code >> 1] = place;
    else endAt[code >> 1] = place;
  });
  return { callAt, endAt };
}

/** Some of many, as a sentence needs them. */
export function some(texts: readonly string[], max = 5): string {
  const shown = texts.slice(0, max).join(', ');
  return texts.length > max ? `${shown} and ${texts.length - max} more` : shown;
}
