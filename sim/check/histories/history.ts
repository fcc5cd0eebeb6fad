import type { HistoryEvent } from '../handlers/events.ts';

/** What has to be remembered of what clients called and got, by number; 0 is the empty history. */
export interface Histories {
  readonly size: number;
  /** What a history becomes when these things happen. */
  after(history: number, events: readonly HistoryEvent[]): number;
  /** Equal for equal histories, whatever their numbers are in one search or another. */
  keyOf(history: number): string;
  /** Whether no order of the operations explains it. */
  isBad(history: number): boolean;
}

/** Nothing is judged, and nothing remembered. */
export const noHistories: Histories = { size: 1, after: () => 0, keyOf: () => '', isBad: () => false };
