import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, StepEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import type { Particulars } from '../handlers/step-outcome.ts';
import type { Envelope } from '../model/property.ts';

/** One step of a path: the event, its process and its outcome. */
export interface PathStep {
  readonly action: number;
  readonly kind: 'deliver' | 'ignored' | 'lose' | 'duplicate' | 'timer' | 'disk' | 'call' | 'crash';
  /** The process that took it; for a loss or a duplicate, the receiver of the message. */
  readonly process: number;
  readonly envelope?: Envelope;
  readonly event?: StepEvent;
  /** Name of the timer that fired. */
  readonly timer?: string;
  readonly sent: readonly Envelope[];
  readonly history: readonly HistoryEvent[];
  readonly observations: readonly Observation[];
  readonly probes: readonly string[];
  /** Named point of a crash within a handler. */
  readonly point?: string;
  readonly failure?: Failure;
  readonly particulars?: Particulars;
  /** Local state of the process before and after. */
  readonly before?: Local;
  readonly after?: Local;
}

/** The first start of a process. */
export interface PathStart {
  readonly sent: readonly Envelope[];
  readonly particulars: Particulars;
}

/** A path from an initial state to a finding. */
export interface Path {
  /** Index of the initial state: 0 unless starts make choices. */
  readonly initial: number;
  /** Client calls during the starts. */
  readonly history: readonly HistoryEvent[];
  /** By process. */
  readonly starts: readonly PathStart[];
  readonly steps: readonly PathStep[];
  /** So many of the steps are those of the warm-up. */
  readonly warmUp: number;
}
