import type { ProcessId } from '../../process/ids.ts';

/** Settings of a replica group. Times are microseconds of the local clock. */
export interface VsrConfig {
  readonly cluster: number;
  /** Members of epoch 0, in the order that decides primaries: primary(v) = members[v mod n]. Other replicas wait until they are made members. */
  readonly members: readonly ProcessId[];
  /** Uncommitted entries that the primary holds at most. */
  readonly pipelineMax: number;
  /** Requests that wait at most until the pipeline has room, and for how long: whoever else asks is told that it is full. */
  readonly queueMax: number;
  readonly queueUs: number;
  /** Operations that go into one entry at most, when they have waited together: 1 or more. */
  readonly batchMax: number;
  /** Sessions that the client table holds at most. */
  readonly sessionsMax: number;
  /**
   * Who predicts what an operation needs to know of the world (services that do not say so need nothing): the primary alone,
   * or also f backups, which it asks first, so that one wrong clock does not decide.
   */
  readonly predictions: 'primary' | 'merged';
  /** Ops between two checkpoints; 0: none are taken, and the log is never cut. */
  readonly checkpointOps: number;
  /** The log is cut below the oldest of so many checkpoints, so that who lags little needs no checkpoint: 1 or more. */
  readonly checkpointsKept: number;
  /** Bytes of a checkpoint that are encoded at a time, about: meanwhile nothing is executed. For services that copy on write. */
  readonly checkpointSliceBytes: number;
  /**
   * Whether the disk may lose what it has acknowledged. Every record then has its header in a second file, which costs a
   * second sync; and a replica that finds no log has lost it: before its first start the disk is formatted.
   */
  readonly distrustsDisk: boolean;
  /**
   * Whether the log is in memory only (VRR 4.3, and mode M in what follows): of all that a replica knows only the view that it has
   * promised is on its disk. Who crashes recovers from the others; when more than a minority has, the group stands still for ever.
   */
  readonly logInMemory: boolean;
  /** Primary: idle time after which a Commit is sent. */
  readonly heartbeatUs: number;
  /** Time after which something unanswered is sent again: at least; more where round trips take longer, and in vain. */
  readonly resendUs: number;
  /**
   * Silence of the primary after which a backup starts a view change: at least; more where longer silences were seen. Each failed
   * attempt doubles it up to the cap.
   */
  readonly viewTimeoutUs: number;
  readonly viewTimeoutMaxUs: number;
  /** Primary: no progress on an uncommitted op for this long, at least, stops its heartbeats; longer where round trips are. */
  readonly abdicateUs: number;
  /** How long a backup that answers the primary follows nobody else; 0: no leases. Not above any timeout that must be kept. */
  readonly leaseUs: number;
  /** Leases are safe as long as no clock is faster or slower than true time by more than this. */
  readonly leaseDriftPpm: number;
  /** Whether StartViewChange asks before it promises (outsiders that hear nothing then do not disturb). */
  readonly preVote: boolean;
}

/**
 * How a read is answered. `log`: like any operation. `quorum`: by a primary that asks, after the read arrived, whether a quorum
 * still follows it. `lease`: by a primary that need not ask, because a quorum has promised to follow nobody else for a while
 * (without a lease: as `quorum`). `stale`: by any replica, from what it has executed; the answer says up to which op.
 */
export type ReadMode = 'quorum' | 'lease' | 'stale';
export type OperationMode = 'log' | ReadMode;

/** Settings of a client. */
export interface VsrClientConfig {
  readonly cluster: number;
  readonly members: readonly ProcessId[];
  /** Time after which a request goes to all replicas; doubles, jittered, up to the cap. */
  readonly retryUs: number;
  readonly retryMaxUs: number;
  /** Time after which the client reports an unknown outcome and comes back as a new client. 0: never. */
  readonly giveUpUs: number;
  /** How an operation is to be done; through the log when absent. Other ways are for reads only. */
  readonly modeOf?: (operation: unknown) => OperationMode;
  /** What the members of the group are to be, for an operation that asks for that; undefined for others. None does when absent. */
  readonly membersOf?: (operation: unknown) => readonly ProcessId[] | undefined;
}

/** Smallest set of replicas such that any two sets of this size meet. Use this, not f+1 (E17). */
export const quorumOf = (replicas: number): number => Math.floor(replicas / 2) + 1;
