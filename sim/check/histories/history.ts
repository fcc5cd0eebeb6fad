import type { HistoryEvent } from '../handlers/events.ts';

/** Interned client histories, by number; 0 is the empty history. */
export interface Histories {
  readonly size: number;
  /** Returns the history after these events. */
  after(history: number, events: readonly HistoryEvent[]): number;
  /** Canonical key: equal for equal histories, independent of their numbers in a search. */
  keyOf(history: number): string;
  /** Whether no order of the operations explains it. */
  isBad(history: number): boolean;
}

/** Checks and remembers nothing. */
export const noHistories: Histories = { size: 1, after: () => 0, keyOf: () => '', isBad: () => false };
