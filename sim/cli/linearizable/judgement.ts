import type { Weaker } from '../../../invariants/linearizability/weaker.ts';

export type VerdictName =
  | 'linearizable'
  | 'not-linearizable'
  /** It keeps what its workload promises. */
  | 'valid'
  | 'invalid'
  /** Nothing in it could have been wrong. */
  | 'nothing-judged'
  | 'unknown';

/** One history, judged. */
export interface Judgement {
  readonly file: string;
  readonly format: string;
  readonly model: string;
  readonly verdict: VerdictName;
  /** What was found, in a few words. */
  readonly title: string;
  /** The finding in sentences. */
  readonly facts: readonly string[];
  readonly operations: number;
  readonly processes: number;
  /** Undefined where the history is judged as a whole. */
  readonly partitions: number | undefined;
  /** What the verdict rests on. */
  readonly basis: Basis;
  /** Line of the first bad event. */
  readonly line: number | undefined;
  /** The operations that clash, the bad one first. */
  readonly clash: readonly Clashing[];
  readonly weaker: Weaker | undefined;
  /** What a workload counted. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Clashing {
  readonly words: string;
  readonly called: number;
  readonly returned: number | undefined;
}

/** How many operations of each kind. */
export interface Basis {
  /** They returned. */
  readonly returned: number;
  /** They failed without effect. */
  readonly failed: number;
  /** Nobody knows whether they acted. */
  readonly unknown: number;
  /** They returned, but the file does not say what. */
  readonly untold: number;
}
