import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, Sent } from './events.ts';
import type { Local } from './local.ts';

/** A sector of a file. */
export interface SectorName {
  readonly file: string;
  readonly sector: number;
}

/** What the step alone does not say of how it went: a simulator has to be told it to do the same. */
export interface Particulars {
  /** Random numbers in the order in which they were drawn. */
  readonly draws: readonly number[];
  /** Disk requests that were made, in the order of their making; those that a crash took with it come first. */
  readonly requests: number;
  readonly requestsLost: number;
  /** The crash struck at the point that the handler reached as the so many-th, from 0 on. */
  readonly pointAt?: number;
  /** Sectors that were not synced, and that the crash lost. */
  readonly sectorsLost?: readonly SectorName[];
}

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
  readonly particulars: Particulars;
}
