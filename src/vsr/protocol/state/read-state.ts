import type { ProcessId } from '../../../process/ids.ts';
import type { ReadRequest } from '../../data/client-messages.ts';
import type { ClientId } from '../../data/entry.ts';

/** Primary: reads that wait until a quorum has confirmed that this replica is still the primary. */
export interface ReadState {
  /** Rounds of Confirm sent in this view. */
  round: number;
  /** Highest round confirmed by each replica; indexed by ProcessId. */
  confirmed: number[];
  /** At most one read per client. */
  waiting: Map<ClientId, WaitingRead>;
}

/** A read that may be answered once `round` is confirmed. */
export interface WaitingRead {
  readonly from: ProcessId;
  readonly request: ReadRequest;
  readonly round: number;
}

/** Leases. Local times in microseconds. */
export interface LeaseState {
  /** Primary: send times of the latest rounds; a ring indexed by round. */
  sentUs: number[];
  /** Primary: send time of the highest round each replica has confirmed; indexed by ProcessId, 0 for none. */
  confirmedUs: number[];
  /** Primary: the process was paused for longer than a lease, and no round has been confirmed since. */
  stoodStill: boolean;
  /** Backup: takes no part in a view change before this time. */
  boundUntilUs: number;
}
