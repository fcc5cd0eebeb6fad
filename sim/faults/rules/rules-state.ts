import type { ProcessId } from '../../../src/process/ids.ts';

/** A message that a rule keeps from its receiver. */
export interface Held {
  readonly rule: number;
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly id: number;
  readonly payload: unknown;
  /** Of the event that releases it at the latest. */
  readonly code: number;
}

/** Where a rule fired. */
export interface Place {
  readonly what: string;
  /** Where it happened: of messages, the sender when they leave and the receiver when they arrive. */
  readonly process: number;
  readonly from: number;
  readonly to: number;
}

/** An event that a rule waits for. */
export type Coming =
  | { readonly type: 'act'; readonly rule: number; readonly place: Place }
  | { readonly type: 'release' }
  | { readonly type: 'join'; readonly cut: number[] }
  /** A crash amid a handler that had no middle. */
  | { readonly type: 'overdue'; readonly process: number };

/** All of the rules that changes. Rules are numbered from 0 here. */
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
  /** By process, the time until which its disk is slow, and how slow. */
  slow: Map<number, { readonly untilUs: number; readonly factor: number }>;
  /** Processes that lose all that is not synced at the crash that is coming. */
  losing: number[];
  /** The last label of each replica. */
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
