import type { ProcessId } from '../../../process/ids.ts';
import type { ClientRecord } from '../../data/client-record.ts';
import type { ClientId } from '../../data/entry.ts';
import type { Membership } from '../../data/epochs.ts';
import type { DoViewChange } from '../../data/messages.ts';
import type { HeldCheckpoint } from '../../storage/checkpoint-format.ts';
import type { LoggedState } from '../../storage/wal-state.ts';
import type { FetchState, HalfMadeCheckpoint } from './checkpoint-state.ts';
import type { LeaseState, ReadState } from './read-state.ts';
import type { RecoveryState } from './recovery-state.ts';
import type { Predicting, QueuedRequest } from './request-state.ts';
import type { TimingState } from './timing-state.ts';
import type { TransferState } from './transfer-state.ts';

/**
 * - `starting`: reading the disk.
 * - `normal`: log_view = view.
 * - `view-change`: `view` is promised, its log is not known yet.
 * - `catching-up`: has heard a normal replica of a later view, and waits for the log of that view.
 * - `recovering`: the disk has lost something. Takes no part until other replicas have made up for it (E11).
 * - `transitioning`: not a member of any group yet.
 * - `leaving`: no longer a member; the new members may still need its log.
 * - `retired`: the new members have the log. Only tells others what has become of the group.
 */
export type Status =
  | 'starting'
  | 'normal'
  | 'view-change'
  | 'catching-up'
  | 'recovering'
  | 'transitioning'
  | 'leaving'
  | 'retired';

/**
 * State of a replica; the names are the paper's. Below `logBase` the log has holes: a checkpoint stands for those entries.
 * The entry at `logBase` itself is kept.
 */
export interface ReplicaState extends LoggedState {
  readonly self: ProcessId;
  status: Status;
  /** Membership according to the executed log: of this epoch, or of an earlier one while this replica catches up. */
  membership: Membership;
  /** A later epoch that has started and whose log is not here yet. */
  next: NextEpoch | null;
  /** Members of the previous epoch, if this replica was there when it ended. */
  oldConfig: readonly ProcessId[];
  /** Leaving: members of the new group that have confirmed that they have the log. */
  epochStarted: Set<ProcessId>;
  /** 0: the log has no holes. */
  logBase: number;
  /** Highest op executed. */
  commit: number;
  /** Primary: highest op each replica acknowledged in this view; indexed by ProcessId. */
  acked: number[];
  /** Primary: op of each client's request in commit+1 .. op, to find duplicates in flight; rebuilt at every view start (E12). */
  inFlight: Map<ClientId, number>;
  /** Primary: requests that wait for room in the pipeline, in order of arrival; one per client. */
  queued: Map<ClientId, QueuedRequest>;
  /** Primary: requests that wait for the backups' predictions. They count against the pipeline like uncommitted entries. */
  predicting: Map<ClientId, Predicting>;
  /** Primary: reply address of each client, learnt from its requests. */
  addresses: Map<ClientId, ProcessId>;
  /** Primary: op of the log with which this view started. The client table is current once it is executed. */
  viewStartOp: number;
  clientTable: Map<ClientId, ClientRecord>;
  reads: ReadState;
  lease: LeaseState;
  /** Senders of StartViewChange for `svcView`, without self. */
  svc: Set<ProcessId>;
  /** The view that `svc` counts for: `view`, or with pre-vote a later one. */
  svcView: number;
  /** Enough replicas asked for `view` (which this replica has promised): DoViewChange may be sent. */
  svcQuorum: boolean;
  /** Pre-vote: this replica asks for `svcView` and has not left `view`. */
  suspects: boolean;
  /** DoViewChange for `view` by sender. Every replica keeps its own here: it is frozen. */
  dvc: Map<ProcessId, DoViewChange>;
  recovery: RecoveryState;
  /** The newest checkpoint taken, restored or fetched. */
  checkpoint: HeldCheckpoint | null;
  /** The next checkpoint, while it is being encoded. */
  making: HalfMadeCheckpoint | null;
  /** A checkpoint that is being fetched from other replicas. */
  fetch: FetchState | null;
  /** State of the service; opaque here. */
  service: object;
  /** Starts of this replica, this one included. */
  incarnation: number;
  transfer: TransferState;
  timing: TimingState;
}

/** An epoch that has started without this replica, and the replicas to ask for its log. */
export interface NextEpoch {
  readonly epoch: number;
  readonly config: readonly ProcessId[];
  /** The highest view of it that has been heard of. */
  view: number;
  /** Replicas that may have the log: members of the new group and of the old one. */
  readonly sources: readonly ProcessId[];
  /** Number of requests sent. */
  asked: number;
}
