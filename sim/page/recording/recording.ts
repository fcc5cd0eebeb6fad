import type { EventLine } from '../../events/event-line.ts';
import type { Share } from '../../replay/odds.ts';
import type { FoundViolation, Verdict } from '../../run/result.ts';
import type { About } from '../../scenario/system.ts';
import type { TreeChange } from './tree.ts';

/** An event as text, with its links to other events. */
export interface Recorded extends EventLine {
  /** Id of the message or operation; 0 for neither. */
  readonly id: number;
  /** Sender of the message; -1 for none. */
  readonly from: number;
  readonly to: number;
  /** Subject of a message or observation, if the system declares one. */
  readonly about?: About;
}

/** State change of a process in a step; null: it crashed. Its state after a restart is a diff against the state before. */
export interface StateChange {
  readonly step: number;
  readonly process: number;
  readonly changes: readonly TreeChange[] | null;
}

/** A fault lasting from one step to another, inclusive. */
export interface Band {
  readonly kind: 'down' | 'pause' | 'partition' | 'disk';
  /** Null: the whole run, or unknown. */
  readonly process: number | null;
  readonly from: number;
  readonly until: number;
  /** For a partition, the cut links: `0>1 1>0`. */
  readonly text: string;
}

/** From where on a failing run was likely to fail. */
export interface DrawnOdds {
  /** By step: of other futures from there on, how many fail. */
  readonly shares: readonly Share[];
  /** In a sentence. */
  readonly decided: string;
  /** Step after which the odds rose most; null when they did not at one step. */
  readonly at: number | null;
}

/** Everything shown of a run, as plain JSON. */
export interface Recording {
  readonly version: 3;
  readonly system: string;
  readonly seed: string;
  readonly processes: readonly string[];
  readonly replicas: number;
  readonly verdict: Verdict;
  readonly steps: number;
  readonly virtualUs: number;
  readonly hash: string;
  readonly again: string;
  readonly violation: FoundViolation | null;
  /** Events in order of occurrence. */
  readonly events: readonly Recorded[];
  readonly states: readonly StateChange[];
  readonly bands: readonly Band[];
  /** For each step, 1-based: the step that scheduled it, 0 for none. The first element is unused. */
  readonly causes: readonly number[];
  /** Operations involved in the violation. */
  readonly clash: readonly number[];
  /** Story of the violation and explanation, by line; empty when not requested. */
  readonly why?: readonly string[];
  /** The events of the story, for a guided tour; absent when not requested. */
  readonly tour?: readonly EventLine[];
  /** Absent when not requested. */
  readonly odds?: DrawnOdds;
}
