import type { ProcessId } from '../../../src/process/ids.ts';

/** A message held back by a rule. */
export interface Held {
  readonly rule: number;
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly id: number;
  readonly payload: unknown;
  /** Code of the event that releases it at the latest. */
  readonly code: number;
}

/** Where a rule fired. */
export interface Place {
  readonly what: string;
  /** Process of the event; for messages the sender on sending and the receiver on delivery. */
  readonly process: number;
  readonly from: number;
  readonly to: number;
}

/** An event scheduled by a rule. */
export type Coming =
  | { readonly type: 'act'; readonly rule: number; readonly place: Place }
  | { readonly type: 'release' }
  | { readonly type: 'join'; readonly cut: number[] }
  /** The latest time of a crash within a handler that has no further effect. */
  | { readonly type: 'overdue'; readonly process: number };

/** Mutable state of the rules. Rules are numbered from 0 here. */
export interface RulesState {
  hits: number[];
  /** How often each has fired. */
  fired: number[];
  held: Held[];
  /** Messages that were held: their second arrival is no event. */
  passing: number[];
  coming: Map<number, Coming>;
  count: number;
  paused: number[];
  /** By process: the time until which its disk is slow, and the slowdown factor. */
  slow: Map<number, { readonly untilUs: number; readonly factor: number }>;
  /** Processes that lose all unsynced data at their coming crash. */
  losing: number[];
  /** Last label of each replica. */
  labels: string[];
}

export const newRulesState = (): RulesState => ({
  hits: [],
  fired: [],
  held: [],
  passing: [],
  coming: new Map(),
  count: 0,
  paused: [],
  slow: new Map(),
  losing: [],
  labels: [],
});
