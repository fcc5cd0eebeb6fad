import type { ProcessId } from '../../process/ids.ts';

/** Settings of a replica group. Times are microseconds of the local clock. */
export interface VsrConfig {
  readonly cluster: number;
  /**
   * Members of epoch 0, in the order that decides primaries: primary(v) = members[v mod n]. Other replicas
   * wait until they become members.
   */
  readonly members: readonly ProcessId[];
  /** Maximum number of uncommitted entries at the primary. */
  readonly pipelineMax: number;
  /** Requests that may wait for room in the pipeline, and for how long. The rest are refused with Busy. */
  readonly queueMax: number;
  readonly queueUs: number;
  /**
   * Maximum number of operations in one entry; only operations that waited together share one. At least 1.
   */
  readonly batchMax: number;
  /** Maximum number of sessions in the client table. */
  readonly sessionsMax: number;
  /**
   * Source of the predicted value of an operation (time, random numbers): the primary alone, or merged with
   * those of f backups, so that one wrong clock does not decide.
   */
  readonly predictions: 'primary' | 'merged';
  /** Ops between two checkpoints. 0: no checkpoints, and the log is never cut. */
  readonly checkpointOps: number;
  /**
   * The log is kept down to the oldest of this many checkpoints, so that a replica that lags a little needs
   * no checkpoint. At least 1.
   */
  readonly checkpointsKept: number;
  /**
   * Approximate number of checkpoint bytes encoded at a time; nothing is executed meanwhile. For services
   * that copy on write.
   */
  readonly checkpointSliceBytes: number;
  /**
   * The disk may lose what it has acknowledged. Every record then has its header in a second file, which
   * costs a second sync. The disk is formatted before the first start, so a replica that finds no log knows
   * that it was lost.
   */
  readonly distrustsDisk: boolean;
  /**
   * The log is in memory only (VRR 4.3; "mode M"): only the promised view is on the disk. A replica that
   * crashes recovers from the others. If more than a minority has crashed, the group stands still for ever.
   */
  readonly logInMemory: boolean;
  /** Primary: idle time after which a Commit is sent. */
  readonly heartbeatUs: number;
  /**
   * Minimum time before something unanswered is sent again. Longer if round trips take longer, or while
   * resending brings no answer.
   */
  readonly resendUs: number;
  /**
   * Minimum silence of the primary before a backup starts a view change. Longer if longer silences were
   * measured. Each failed attempt doubles it, up to the cap.
   */
  readonly viewTimeoutUs: number;
  readonly viewTimeoutMaxUs: number;
  /**
   * Primary: minimum time without progress on an uncommitted op, or without hearing a quorum, before it
   * abdicates. Longer if round trips are.
   */
  readonly abdicateUs: number;
  /** How long a backup that has confirmed the primary takes part in no view change. 0: no leases. */
  readonly leaseUs: number;
  /** Leases are safe while no clock deviates from true time by more than this. */
  readonly leaseDriftPpm: number;
  /**
   * StartViewChange asks before it promises, so that replicas that hear nothing do not disturb the others
   * (E16).
   */
  readonly preVote: boolean;
}

/**
 * How a read is answered.
 * - `log`: like any operation.
 * - `quorum`: by the primary, after a quorum has confirmed that it still follows it; the primary asks after
 *   the read has arrived.
 * - `lease`: by the primary at once, while a quorum is bound to follow nobody else; without a lease, like
 *   `quorum`.
 * - `stale`: by any replica, from its executed state; the answer names the op.
 */
export type ReadMode = 'quorum' | 'lease' | 'stale';
export type OperationMode = 'log' | ReadMode;

/** Settings of a client. */
export interface VsrClientConfig {
  readonly cluster: number;
  readonly members: readonly ProcessId[];
  /** Time before a request is sent to all replicas. Jittered; doubles up to the cap. */
  readonly retryUs: number;
  readonly retryMaxUs: number;
  /** Time before the client reports an unknown outcome and continues as a new client. 0: never. */
  readonly giveUpUs: number;
  /** How an operation is executed; through the log when absent. Other modes are for reads only. */
  readonly modeOf?: (operation: unknown) => OperationMode;
  /** Of a stale read: the op that its answer must reflect, besides all that this client has seen; 0 when absent. */
  readonly notBeforeOf?: (operation: unknown) => number;
  /**
   * The new members, if the operation is a reconfiguration, else undefined. When absent, no operation is one.
   */
  readonly membersOf?: (operation: unknown) => readonly ProcessId[] | undefined;
}

/** Size of the smallest sets of replicas of which any two meet. Use this, not f+1 (E17). */
export const quorumOf = (replicas: number): number => Math.floor(replicas / 2) + 1;
