import type { Diagram } from '../../parts/space-time/model.ts';
import type { Subjects } from '../../parts/tree/subjects.ts';
import type { DrawnOdds } from '../../recording/recording.ts';
import type { TreeChange } from '../../recording/tree.ts';

/** Kind of event. The page treats some specially; others look alike. */
export type EventKind = string;

/** An event with its links to other events. */
export interface RunEvent {
  readonly step: number;
  readonly timeUs: number;
  readonly kind: EventKind;
  readonly process: number | null;
  readonly text: string;
  /** Id of the message or operation; 0 for neither. */
  readonly id: number;
  readonly requests: readonly string[];
  readonly entry: string | undefined;
}

/** Fault lasting from one step to another, as text. */
export interface Trouble {
  readonly kind: 'down' | 'pause' | 'partition' | 'disk';
  /** Null: not of a single process. */
  readonly process: number | null;
  /** Cut links, directed. */
  readonly links: readonly (readonly [from: number, to: number])[];
  readonly from: number;
  readonly until: number;
  readonly text: string;
}

/** State change of a process in a step; null: it crashed. */
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
  /** Story, and what the run needs to fail. */
  readonly why: readonly string[];
  /** Operations involved in the violation. */
  readonly clash: ReadonlySet<number>;
}

/** A stop of the guided tour: an event of the story, as a sentence. */
export interface TourStop {
  readonly event: number;
  readonly text: string;
}

/** Everything the page shows of a run, in the form that its parts use. */
export interface Run {
  readonly headline: string;
  readonly about: string;
  readonly violation: Violation | undefined;
  /** In order of occurrence; empty when there is no story. */
  readonly tour: readonly TourStop[];
  /** Undefined when not requested. */
  readonly odds: DrawnOdds | undefined;
  readonly subjects: Subjects;
  readonly processes: readonly string[];
  readonly replicas: number;
  readonly events: readonly RunEvent[];
  readonly diagram: Diagram;
  readonly troubles: readonly Trouble[];
  /** State changes by process, in order of occurrence. */
  readonly states: readonly (readonly StateStep[])[];
  /** For each step: the step that scheduled it, 0 for none. */
  readonly causes: readonly number[];
}
