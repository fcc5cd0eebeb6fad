import type { ProcessId } from '../../../process/ids.ts';
import type { Checkpoint } from '../../storage/checkpoint-format.ts';

/** The state after executing exactly one op, frozen, while it is encoded section by section. */
export interface HalfMadeCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Digest of the service state when it was frozen. */
  readonly digest: number;
  /** Frozen parts of the service state. */
  readonly parts: readonly unknown[];
  /** Encoded so far: the checkpoint first, then the parts, each behind its length. */
  readonly sections: Uint8Array[];
  /** Checksum of the sections so far. */
  sum: number;
}

/** A checkpoint of `op` that is being fetched from other replicas; its bytes have the checksum `sum`. */
export interface FetchState {
  readonly op: number;
  readonly sum: number;
  /** Room for all of it; the first `gotBytes` have arrived. */
  readonly bytes: Uint8Array;
  gotBytes: number;
  /** The replica asked for the rest, and its log_view. */
  source: ProcessId;
  logView: number;
}
