import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, Sent } from './events.ts';
import type { Local } from './local.ts';

/** One way in which a step of a process may go. */
export interface StepOutcome {
  readonly local: Local;
  readonly sent: readonly Sent[];
  readonly history: readonly HistoryEvent[];
  readonly observations: readonly Observation[];
  readonly probes: readonly string[];
  /** Whether the process crashed in it. */
  readonly crashed: boolean;
  /** Where in the handler it crashed; undefined: between two. */
  readonly point?: string;
  readonly failure?: Failure;
}
