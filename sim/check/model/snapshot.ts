import type { HistoryEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import type { Envelope } from './property.ts';

/** A state in which a search begins, in place of the starts of all processes. */
export interface Snapshot {
  /** By process. */
  readonly locals: readonly Local[];
  /** By process: it is down, and starts again as the first thing that happens. */
  readonly down: readonly boolean[];
  readonly messages: readonly Envelope[];
  /** What clients called and got until then. */
  readonly history: readonly HistoryEvent[];
}
