import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, StepEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import type { Particulars } from '../handlers/step-outcome.ts';
import type { Envelope } from '../model/property.ts';

/** One step of a path: what happened, to whom, and what came of it. */
export interface PathStep {
  readonly action: number;
  readonly kind: 'deliver' | 'ignored' | 'lose' | 'duplicate' | 'timer' | 'disk' | 'call' | 'crash';
  /** Who took it; for a loss or a duplicate, whom the message is for. */
  readonly process: number;
  readonly envelope?: Envelope;
  readonly event?: StepEvent;
  /** Name of the timer that fired. */
  readonly timer?: string;
  readonly sent: readonly Envelope[];
  readonly history: readonly HistoryEvent[];
  readonly observations: readonly Observation[];
  readonly probes: readonly string[];
  /** A crash within the handler, at this point. */
  readonly point?: string;
  readonly failure?: Failure;
  readonly particulars?: Particulars;
  /** The local state of the process before and after. */
  readonly before?: Local;
  readonly after?: Local;
}

/** The first start of a process. */
export interface PathStart {
  readonly sent: readonly Envelope[];
  readonly particulars: Particulars;
}

/** How to come from an initial state to a discovery. */
export interface Path {
  /** Which of the initial states: 0 unless starts make choices. */
  readonly initial: number;
  /** What clients called as they started. */
  readonly history: readonly HistoryEvent[];
  /** By process. */
  readonly starts: readonly PathStart[];
  readonly steps: readonly PathStep[];
}
