import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, Sent } from './events.ts';
import type { Local } from './local.ts';

/** A sector of a file. */
export interface SectorName {
  readonly file: string;
  readonly sector: number;
}

/** Details of an outcome that the step alone does not determine, needed to reproduce it in the simulator. */
export interface Particulars {
  /** Random numbers in draw order. */
  readonly draws: readonly number[];
  /** Disk requests in the order they were issued; those lost in a crash come first. */
  readonly requests: number;
  readonly requestsLost: number;
  /** Index, from 0, of the named point at which the crash struck. */
  readonly pointAt?: number;
  /** Unsynced sectors that the crash lost. */
  readonly sectorsLost?: readonly SectorName[];
}

/** One possible outcome of a step of a process. */
export interface StepOutcome {
  readonly local: Local;
  readonly sent: readonly Sent[];
  readonly history: readonly HistoryEvent[];
  readonly observations: readonly Observation[];
  readonly probes: readonly string[];
  /** Whether the process crashed during the step. */
  readonly crashed: boolean;
  /** Named point in the handler where it crashed; undefined between two handlers. */
  readonly point?: string;
  readonly failure?: Failure;
  readonly particulars: Particulars;
}
