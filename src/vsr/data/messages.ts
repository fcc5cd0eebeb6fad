import type { ProcessId } from '../../process/ids.ts';
import type { ClientMessage } from './client-messages.ts';
import type { ClientId, Entry } from './entry.ts';

/** Replica messages say for whom they are: a network may deliver to somebody else. */
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
/** Heartbeat of an idle primary. Backups answer with a PrepareOk, so that a primary which nobody reaches notices. */
export interface Commit extends Header {
  readonly type: 'Commit';
  readonly commit: number;
}
/**
 * `view` is the view asked for. With pre-vote it is no promise; `promised` is the highest view that the sender has
 * promised (and synced). `commit` is what the sender has executed: a log suffix sent to it must reach down to there.
 */
export interface StartViewChange extends Header {
  readonly type: 'StartViewChange';
  readonly commit: number;
  readonly promised: number;
}
/** Log and commit number are frozen for this view; only the place where the suffix starts may move down. */
export interface DoViewChange extends Header {
  readonly type: 'DoViewChange';
  readonly commit: number;
  readonly logView: number;
  readonly suffix: LogSuffix;
  /** By ProcessId, what the sender knows of who has lost a disk; its own place says as whom it speaks. */
  readonly generations: readonly number[];
}
/** `nonce` is 0, or that of the RequestStartView which it answers. */
export interface StartView extends Header {
  readonly type: 'StartView';
  readonly commit: number;
  readonly nonce: number;
  readonly suffix: LogSuffix;
}
/** Asks the primary of a later view for its StartView; `commit` is where the suffix must start. */
export interface RequestStartView extends Header {
  readonly type: 'RequestStartView';
  readonly commit: number;
  readonly nonce: number;
}
/** Asks for the entries after `op` of the log of this view. */
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
 * A replica whose disk has lost something asks all others. `generation` 0: it asks who it can come back as. `view` is the
 * highest view that it knows to have promised. `wanted` are entries that it needs, by op and checksum.
 */
export interface Recovery extends Header {
  readonly type: 'Recovery';
  readonly generation: number;
  readonly nonce: number;
  readonly wanted: readonly (readonly [op: number, checksum: number])[];
}
/** `view` is the highest view promised. `log` is that of the primary of this view, as far down as it has it, and null from everybody else. */
export interface RecoveryResponse extends Header {
  readonly type: 'RecoveryResponse';
  readonly commit: number;
  readonly entries: readonly Entry[];
  readonly generations: readonly number[];
  readonly log: LogSuffix | null;
  readonly nonce: number;
}
/** Asks for the bytes from `offset` on of the checkpoint of `op`; 0: of the newest. */
export interface GetCheckpoint extends Header {
  readonly type: 'GetCheckpoint';
  readonly offset: number;
  readonly op: number;
}
/** Bytes of a checkpoint. `sum` is the checksum of all of them: they are the same at all replicas. */
export interface CheckpointPiece extends Header {
  readonly type: 'CheckpointPiece';
  readonly bytes: Uint8Array;
  /** Of the sender, whose log has the op: it was committed in this view or before. */
  readonly logView: number;
  readonly offset: number;
  readonly op: number;
  readonly sum: number;
  readonly totalBytes: number;
}
/** A heartbeat that must be answered: who still follows this primary? Rounds are counted within a view. */
export interface Confirm extends Header {
  readonly type: 'Confirm';
  readonly round: number;
}
/** Sent when the sender was normal in this view, after the Confirm of that round had been sent. */
export interface Confirmed extends Header {
  readonly type: 'Confirmed';
  readonly round: number;
}
/** The primary asks a backup what it would predict for a request that it is going to prepare. */
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
 * An epoch has started, and `config` are its members. Goes to those who join, and to everybody who
 * speaks of an earlier epoch. Nothing in it is a promise: `view` is one of this epoch that the sender knows of.
 */
export interface StartEpoch extends Header {
  readonly type: 'StartEpoch';
  readonly config: readonly ProcessId[];
  /** The members of the epoch before, who may have the log. */
  readonly old: readonly ProcessId[];
  /** Whether so many members have the log that nobody of the epoch before is needed any more. */
  readonly settled: boolean;
}
/**
 * The log of a replica of this epoch, for one that has none yet: `view` is its log_view. Unlike StartView it may come from anybody, in
 * any status: who takes it over is then where the sender was, and has promised nothing else.
 */
export interface EpochLog extends Header {
  readonly type: 'EpochLog';
  readonly commit: number;
  readonly suffix: LogSuffix;
}
/** A member of this epoch has the log that it started with, durably. Answers StartEpoch. */
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

/** Everything that travels between the processes of a VSR system. */
export type Message = ReplicaMessage | ClientMessage;
