import type { Breach, Verdict } from '../../run.ts';
import type { Happening } from '../happening.ts';

/** A happening with what connects it to others. */
export interface Recorded extends Happening {
  /** Message or operation; 0 when it is about neither. */
  readonly id: number;
  /** Who the message came from; -1 when there is none. */
  readonly from: number;
  readonly to: number;
}

/** Fields of a process that a step left with another text; null: the process went down. */
export interface StateChange {
  readonly step: number;
  readonly process: number;
  readonly fields: Readonly<Record<string, string>> | null;
}

/** All that is shown of a run: plain JSON. */
export interface Recording {
  readonly version: 1;
  readonly system: string;
  readonly seed: string;
  readonly processes: readonly string[];
  readonly replicas: number;
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly again: string;
  readonly breach: Breach | null;
  /** In the order in which they happened. */
  readonly events: readonly Recorded[];
  readonly states: readonly StateChange[];
}
