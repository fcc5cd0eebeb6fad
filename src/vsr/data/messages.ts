import type { ProcessId } from '../../process/ids.ts';
import type { ClientMessage } from './client-messages.ts';
import type { ClientId, Entry } from './entry.ts';

/** Replica messages name their receiver: the network may misroute them. */
interface Header {
  readonly cluster: number;
  readonly epoch: number;
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly view: number;
}

/** The part of a log after `after`; `entries[0].op === after + 1`. */
export interface LogSuffix {
  readonly after: number;
  readonly entries: readonly Entry[];
  /** Checksum of the entry at `after`. */
  readonly parent: number;
}

export interface Prepare extends Header {
  readonly type: 'Prepare';
  readonly commit: number;
  readonly entry: Entry;
}
/** All entries up to `op` of this view's log are durable at the sender. `checksum` names the entry at `op`. */
export interface PrepareOk extends Header {
  readonly type: 'PrepareOk';
  readonly checksum: number;
  readonly op: number;
}
/**
 * Heartbeat of an idle primary. Backups answer with PrepareOk, so that a primary that nobody hears notices.
 */
export interface Commit extends Header {
  readonly type: 'Commit';
  readonly commit: number;
}
/**
 * `view` is the view asked for. With pre-vote that is no promise; `promised` is the highest view that the
 * sender has promised, and synced. `commit` is the sender's executed op: a log suffix for it must start there
 * or below.
 */
export interface StartViewChange extends Header {
  readonly type: 'StartViewChange';
  readonly commit: number;
  readonly promised: number;
}
/** Log and commit number are frozen for this view. Only the start of the suffix may move down. */
export interface DoViewChange extends Header {
  readonly type: 'DoViewChange';
  readonly commit: number;
  readonly logView: number;
  readonly suffix: LogSuffix;
  /** By ProcessId: disk losses known to the sender. Its own place is the generation under which it speaks. */
  readonly generations: readonly number[];
}
/** `nonce` is 0, or that of the RequestStartView that it answers. */
export interface StartView extends Header {
  readonly type: 'StartView';
  readonly commit: number;
  readonly nonce: number;
  readonly suffix: LogSuffix;
}
/** Asks the primary of a later view for its StartView. The suffix must start at `commit` or below. */
export interface RequestStartView extends Header {
  readonly type: 'RequestStartView';
  readonly commit: number;
  readonly nonce: number;
}
/** Asks for the entries after `op` in the log of this view. */
export interface GetState extends Header {
  readonly type: 'GetState';
  readonly nonce: number;
  readonly op: number;
}
export interface NewState extends Header {
  readonly type: 'NewState';
  readonly commit: number;
  readonly nonce: number;
  readonly suffix: LogSuffix;
}
/**
 * Sent to all by a replica whose disk has lost something. `generation` 0 asks which generation is free.
 * `view` is the highest view that the sender remembers to have promised. `wanted` names entries that it
 * needs, by op and checksum.
 */
export interface Recovery extends Header {
  readonly type: 'Recovery';
  readonly generation: number;
  readonly nonce: number;
  readonly wanted: readonly (readonly [op: number, checksum: number])[];
}
/**
 * `view` is the highest view that the sender has promised. `log` is its log if it is the primary of that
 * view, else null.
 */
export interface RecoveryResponse extends Header {
  readonly type: 'RecoveryResponse';
  readonly commit: number;
  readonly entries: readonly Entry[];
  readonly generations: readonly number[];
  readonly log: LogSuffix | null;
  readonly nonce: number;
}
/** Asks for bytes of the checkpoint of `op`, from `offset` on. `op` 0: of the newest checkpoint. */
export interface GetCheckpoint extends Header {
  readonly type: 'GetCheckpoint';
  readonly offset: number;
  readonly op: number;
}
/**
 * Bytes of a checkpoint. `sum` is the checksum of the whole checkpoint, which is the same at all replicas.
 */
export interface CheckpointPiece extends Header {
  readonly type: 'CheckpointPiece';
  readonly bytes: Uint8Array;
  /** log_view of the sender, whose log contains the op: it was committed in this view or before. */
  readonly logView: number;
  readonly offset: number;
  readonly op: number;
  readonly sum: number;
  readonly totalBytes: number;
}
/**
 * A heartbeat that must be answered, to find out who still follows this primary. Rounds are counted within a
 * view.
 */
export interface Confirm extends Header {
  readonly type: 'Confirm';
  readonly round: number;
}
/** The sender was normal in this view after the Confirm of that round had been sent. */
export interface Confirmed extends Header {
  readonly type: 'Confirmed';
  readonly round: number;
}
/** The primary asks a backup what it would predict for a request that is about to be prepared. */
export interface Predict extends Header {
  readonly type: 'Predict';
  readonly body: unknown;
  readonly client: ClientId;
  readonly request: number;
  readonly session: number;
}
export interface Prediction extends Header {
  readonly type: 'Prediction';
  readonly client: ClientId;
  readonly predicted: unknown;
  readonly request: number;
  readonly session: number;
}
/**
 * An epoch has started with the members `config`. Sent to joining replicas, and to anybody who names an
 * earlier epoch. It promises nothing: `view` is any view of this epoch that the sender knows of.
 */
export interface StartEpoch extends Header {
  readonly type: 'StartEpoch';
  readonly config: readonly ProcessId[];
  /** Members of the previous epoch, who may have the log. */
  readonly old: readonly ProcessId[];
  /** Enough members have the log: nobody of the previous epoch is needed any more. */
  readonly settled: boolean;
}
/**
 * The log of a member of this epoch, for a replica that has none of it. `view` is the sender's log_view.
 * Unlike StartView it may come from any member in any status: a replica that installs it has the sender's log
 * and log_view, and has promised nothing more.
 */
export interface EpochLog extends Header {
  readonly type: 'EpochLog';
  readonly commit: number;
  readonly suffix: LogSuffix;
}
/** Answers StartEpoch: the sender has the log that its epoch started with, durably. */
export interface EpochStarted extends Header {
  readonly type: 'EpochStarted';
}
export type ReplicaMessage =
  | Prepare
  | PrepareOk
  | Commit
  | Confirm
  | Confirmed
  | Predict
  | Prediction
  | StartViewChange
  | DoViewChange
  | StartView
  | RequestStartView
  | GetState
  | NewState
  | GetCheckpoint
  | CheckpointPiece
  | Recovery
  | RecoveryResponse
  | StartEpoch
  | EpochLog
  | EpochStarted;

/** All messages of a VSR system. */
export type Message = ReplicaMessage | ClientMessage;
