import type { HistoryEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import type { Envelope } from './property.ts';

/** A state from which a search begins, instead of the initial states of all processes. */
export interface Snapshot {
  /** By process. */
  readonly locals: readonly Local[];
  /** By process: whether it is down; it then restarts as the first step. */
  readonly down: readonly boolean[];
  readonly messages: readonly Envelope[];
  /** Client history up to this state. */
  readonly history: readonly HistoryEvent[];
}
