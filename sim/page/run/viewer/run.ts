import type { Diagram } from '../../parts/space-time/model.ts';
import type { Subjects } from '../../parts/tree/subjects.ts';
import type { TreeChange } from '../../recording/tree.ts';

/** Kinds of events that mean something to the page; all others are shown alike. */
export type EventKind = string;

/** One thing that happened, with what connects it to others. */
export interface RunEvent {
  readonly step: number;
  readonly timeUs: number;
  readonly kind: EventKind;
  readonly process: number | null;
  readonly text: string;
  /** Message or operation; 0 when it is about neither. */
  readonly id: number;
  readonly requests: readonly string[];
  readonly entry: string | undefined;
}

/** Something that was wrong from one step to another, in words. */
export interface Trouble {
  readonly kind: 'down' | 'pause' | 'partition' | 'disk';
  /** Null: that of nobody alone. */
  readonly process: number | null;
  /** Links that are cut, from one process to another. */
  readonly links: readonly (readonly [from: number, to: number])[];
  readonly from: number;
  readonly until: number;
  readonly text: string;
}

/** How a step changed the state of a process; null: it went down. */
export interface StateStep {
  readonly step: number;
  readonly changes: readonly TreeChange[] | null;
}

export interface Violation {
  readonly step: number;
  readonly title: string;
  /** Invariant, name and statement. */
  readonly rule: string;
  readonly facts: readonly string[];
  /** The story, and what the run needs to fail. */
  readonly why: readonly string[];
  /** Operations that the facts are about. */
  readonly clash: ReadonlySet<number>;
}

/** All that the page shows of a run: the one form that its parts know. */
export interface Run {
  readonly headline: string;
  readonly about: string;
  readonly violation: Violation | undefined;
  readonly subjects: Subjects;
  readonly processes: readonly string[];
  readonly replicas: number;
  readonly events: readonly RunEvent[];
  readonly diagram: Diagram;
  readonly troubles: readonly Trouble[];
  /** By process, in the order in which they happened. */
  readonly states: readonly (readonly StateStep[])[];
  /** By step: the step that scheduled it, 0 when none did. */
  readonly causes: readonly number[];
}
