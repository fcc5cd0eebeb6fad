import type { ProcessId } from '../../../process/ids.ts';
import type { Request } from '../../data/client-messages.ts';

/** A request in the queue, its sender, and the time it was queued. */
export interface QueuedRequest {
  readonly from: ProcessId;
  readonly request: Request;
  readonly sinceUs: number;
}

/** A request that has no op yet, and the predictions collected for it so far, by replica. */
export interface Predicting {
  readonly request: Request;
  readonly predictions: Map<ProcessId, unknown>;
}
