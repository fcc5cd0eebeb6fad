import type { Entry } from '../../data/entry.ts';

/** State transfer in progress (T1: a gap in this view's log; T2: a later view). */
export interface TransferState {
  /** Nonce that the answer must carry; 0: no request is out. */
  nonce: number;
  /** Requests so far in this incarnation; makes nonces unique. */
  count: number;
  /** T1: entries of this view are known to exist up to this op. */
  goal: number;
  /** Backup: entries of this view that arrived before their predecessor, by op. Neither in the log nor acknowledged. */
  early: Map<number, Entry>;
  /** T1: position in the configuration of the replica asked last. */
  target: number;
}
