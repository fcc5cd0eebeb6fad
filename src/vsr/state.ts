import type { ProcessId } from '../process/ids.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ReadRequest, Request } from './client-messages.ts';
import type { ClientId, Entry } from './entry.ts';
import type { Membership } from './epochs.ts';
import type { DoViewChange, LogSuffix } from './messages.ts';
import type { Smoothed } from './round-trips.ts';
import type { Superblock } from './superblock.ts';
import type { Damaged } from './wal-inspection.ts';

/**
 * `starting`: reading the disk. `normal`: log_view = view. `view-change`: promised `view`, no log for it yet.
 * `catching-up`: learnt of a later view from a normal replica, waiting for its log. `recovering`: the disk has lost
 * something; takes no part until others have made up for it (E11). `transitioning`: not a member of any group yet. `leaving`: not a
 * member any more, and the new ones may need its log. `retired`: they do not; it only says what has become of the group.
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

/** Last executed request of a client: a fold over the executed log. `session` is the op of its Register. */
export interface ClientRecord {
  readonly session: number;
  readonly request: number;
  readonly result: unknown;
  readonly op: number;
}

/**
 * What a replica knows; the names are the paper's. `log[i].op === i + 1`, and the op number is `log.length`. Below `logBase` the
 * log has holes: a checkpoint stands for what was there. The entry at `logBase` is kept.
 */
export interface ReplicaState {
  readonly self: ProcessId;
  status: Status;
  /** Of the views that this replica takes part in. */
  epoch: number;
  config: readonly ProcessId[];
  /** What executing the log has made of the group: the same epoch, or an earlier one while this replica catches up. */
  membership: Membership;
  /** A later epoch that has started, whose log is not here yet. */
  next: NextEpoch | null;
  /** The members of the epoch before, as far as this replica was there when it ended. */
  oldConfig: readonly ProcessId[];
  /** Leaving: members of the new group that have said that they have the log. */
  epochStarted: Set<ProcessId>;
  /** Highest view promised. */
  view: number;
  /** View whose log was last installed or prepared in; never above `view`, equal to it when normal. */
  logView: number;
  log: Entry[];
  /** 0: the log has no holes. */
  logBase: number;
  /** Executed up to here. */
  commit: number;
  /** Known to be committed up to here. */
  commitMax: number;
  /** Primary: highest op that each replica acknowledged in this view; indexed by ProcessId. */
  acked: number[];
  /** Primary: op of the request in commit+1 .. op by client, so that duplicates in flight are found; rebuilt at every view start (E12). */
  inFlight: Map<ClientId, number>;
  /** Primary: requests that wait until the pipeline has room, in order of arrival; one a client. */
  queued: Map<ClientId, QueuedRequest>;
  /** Primary: requests that wait for what backups predict. They count as uncommitted entries, which they are about to become. */
  predicting: Map<ClientId, Predicting>;
  /** Primary: where the replies of a client go. Learnt from its requests. */
  addresses: Map<ClientId, ProcessId>;
  /** Primary: op of the log with which this view started; the client table is current once it is executed. */
  viewStartOp: number;
  clientTable: Map<ClientId, ClientRecord>;
  reads: ReadState;
  lease: LeaseState;
  /** StartViewChange senders for `svcView`, without self. */
  svc: Set<ProcessId>;
  /** The view that `svc` counts for: `view`, or with pre-vote a later one that was asked for. */
  svcView: number;
  /** Whether enough replicas asked for `view` (which this replica has promised) that a DoViewChange may be sent. */
  svcQuorum: boolean;
  /** Pre-vote: this replica asks for `svcView` and has not left `view`. */
  suspects: boolean;
  /** DoViewChange by sender for `view`, own one included (all replicas keep their own: it is frozen). */
  dvc: Map<ProcessId, DoViewChange>;
  /**
   * By ProcessId: how often that replica has lost its disk, as far as is known here. What it said before it did so last
   * is not counted any more: it has forgotten it (E1).
   */
  generations: readonly number[];
  recovery: RecoveryState;
  /** The newest one taken, restored or fetched. */
  checkpoint: HeldCheckpoint | null;
  /** The next one, while it is encoded. */
  making: HalfMadeCheckpoint | null;
  /** One that comes from others, piece by piece. */
  fetch: FetchState | null;
  /** State of the service; opaque here. */
  service: object;
  durable: DurableState;
  /** Starts of this replica, this one included; 0 until it is synced. */
  incarnation: number;
  transfer: TransferState;
  timing: TimingState;
  wal: WalState;
}

/** What is known of an epoch that has started without this replica, and who is asked for its log. */
export interface NextEpoch {
  readonly epoch: number;
  readonly config: readonly ProcessId[];
  /** The highest view of it that anybody has named. */
  view: number;
  /** Who may have the log: members of the new group and of the old one. */
  readonly sources: readonly ProcessId[];
  /** How often was asked. */
  asked: number;
}

/** A request that waits, who sent it, and since when. */
export interface QueuedRequest {
  readonly from: ProcessId;
  readonly request: Request;
  readonly sinceUs: number;
}

/** A request without its place in the log, and what is predicted for it so far, by replica. */
export interface Predicting {
  readonly request: Request;
  readonly predictions: Map<ProcessId, unknown>;
}

/** Primary: reads that wait until a quorum has confirmed that it is still primary. */
export interface ReadState {
  /** Rounds of Confirm in this view. */
  round: number;
  /** Highest round that each replica has confirmed; indexed by ProcessId. */
  confirmed: number[];
  /** One a client. */
  waiting: Map<ClientId, WaitingRead>;
}

/** A read that may be answered when `round` is confirmed. */
export interface WaitingRead {
  readonly from: ProcessId;
  readonly request: ReadRequest;
  readonly round: number;
}

/** Local times in microseconds. */
export interface LeaseState {
  /** Primary: when the latest rounds were sent; a ring, by round. */
  sentUs: number[];
  /** Primary: when the highest round was sent that each replica has confirmed; indexed by ProcessId, 0 for none. */
  confirmedUs: number[];
  /** Primary: stood still for longer than a lease lasts, and has not been confirmed since. */
  stoodStill: boolean;
  /** Backup: takes no part in a view change before. */
  boundUntilUs: number;
}

/** What is known to be synced on the own disk, and what is being written. */
export interface DurableState {
  view: number;
  logView: number;
  /** Entries up to here are synced, of the log as it is in memory. */
  op: number;
  generations: readonly number[];
}

/** What a replica without its whole disk knows, and asks the others for. */
export interface RecoveryState {
  /** What the answers must carry; new in each incarnation and phase. */
  nonce: number;
  /** The generation that it wants to take part as; 0: it does not know yet which is free. */
  generation: number;
  answers: Map<ProcessId, RecoveryAnswer>;
  /** What the disk has, with `undefined` for entries whose record is damaged. */
  log: (Entry | undefined)[];
  /** Damaged records, whose contents are known by checksum. */
  damaged: Damaged[];
  /** In so many of those lies what belongs elsewhere. */
  misplaced: number;
  /** Whether more is gone than single entries. */
  lost: boolean;
  /** The checkpoint on the disk. */
  checkpoint: HeldCheckpoint | null;
  /** Writes of repaired records that are not complete. */
  rewriting: number;
  /** The epoch that the disk is of: recovery may go on in a later one. */
  group: { readonly epoch: number; readonly config: readonly ProcessId[] } | null;
  /** Mode M: it comes back as a replica that has never been a member. */
  anew: boolean;
  /** Whether the log of a primary was taken over, and only has to become durable. */
  adopted: boolean;
}

/** What another replica answered. Its log, if it is the primary of its view. */
export interface RecoveryAnswer {
  readonly view: number;
  readonly commit: number;
  readonly log: LogSuffix | null;
}

/** What executing the log up to `op` has made, in canonical bytes: the same at all replicas. */
export interface HeldCheckpoint {
  readonly op: number;
  readonly bytes: Uint8Array;
  /** Checksum of the bytes. */
  readonly sum: number;
}

/** What executing the log up to an op had made is frozen, and is encoded section by section while the replica goes on. */
export interface HalfMadeCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Of the service, then. */
  readonly digest: number;
  /** Parts of the state of the service, as it was then. */
  readonly parts: readonly unknown[];
  /** The checkpoint and, after it, its first parts, each behind its length. */
  readonly sections: Uint8Array[];
  /** Checksum of all of these. */
  sum: number;
}

/** A checkpoint of `op`, whose bytes have the checksum `sum`. */
export interface FetchState {
  readonly op: number;
  readonly sum: number;
  /** All of it; the first `gotBytes` have come. */
  readonly bytes: Uint8Array;
  gotBytes: number;
  /** Who is asked for the rest, and the log_view that it had. */
  source: ProcessId;
  logView: number;
}

/** State transfer that waits for an answer. */
export interface TransferState {
  /** What the answer must carry; 0: nothing is asked for. */
  nonce: number;
  /** Requests so far in this incarnation; makes nonces unique. */
  count: number;
  /** T1: entries up to here exist in this view. */
  goal: number;
  /** Backup: entries of this view that came before the one they follow, by op. Neither in the log nor acknowledged. */
  early: Map<number, Entry>;
  /** T1: position in the configuration of the replica asked last. */
  target: number;
}

/** Local times in microseconds; deadlines are computed from them when a timer fires. */
export interface TimingState {
  /** Backup: when the primary of this view was last heard, or the waiting for it began. */
  heardUs: number;
  /** Primary: when each replica was last heard in this view; indexed by ProcessId. */
  ackedUs: number[];
  /** Primary: last time anything went to all backups. */
  sentUs: number;
  /** Primary: last advance of the commit number, or the append that ended an idle time. */
  progressUs: number;
  /** When this replica became normal in this view. */
  normalUs: number;
  /** Failed attempts since the last stable time. */
  attempts: number;
  /** How much of the view timeout is added to it, in 1/1024. */
  jitter: number;
  /** Backup: the longest silence of the primary in each heartbeat interval. Kept over views: the network stays the same. */
  silence: Smoothed;
  /** The longest silence since that was measured last, and when that was. */
  longestUs: number;
  measuredUs: number;
  /** Primary: from a Prepare to the PrepareOk that answers it, and how often that was measured. */
  roundTrip: Smoothed;
  roundTrips: number;
  /** The op that is being timed, and when its Prepare was sent; 0: none is. */
  timedOp: number;
  timedUs: number;
  /** When the first of `svc` came in. */
  svcUs: number;
  /** Primary: gave up its role and is silent until it makes progress. */
  abdicated: boolean;
  /** Whether the resend timer is armed. */
  resendArmed: boolean;
  /** Primary: commit number when the resend timer was armed. */
  resendMark: number;
  /** What had been answered by then. */
  answeredMark: number;
  /** How often in a row things were sent again in vain. */
  resends: number;
}

/** The write side of the WAL. Records have consecutive numbers within an incarnation, from 1. */
export interface WalState {
  /** While starting: what has been read so far of the file that is being read. */
  read: Uint8Array[];
  /** While starting: what is being read, and the log file when it is there. */
  reading: 'superblock' | 'log' | 'headers';
  image: Uint8Array | null;
  /** Reads in a row that failed. */
  failedReads: number;
  /** Whether every record has its header in a second file, too, and is durable only with that. */
  twice: boolean;
  /** Mode M: entries and logs are not written, and count as durable as soon as what was written before them is. */
  inMemory: boolean;
  /** Headers that are not durable in the second file, and the place of the first of them there. */
  slots: Uint8Array[];
  slotAt: number;
  /** Headers on their way to the second file, from the first; 0: none. */
  slotsInFlight: number;
  /** The superblock that counts, or will when all copies of it that are missing are there. */
  superblock: Superblock;
  /** Copies that must be written before anything that follows counts as durable. */
  copies: number[];
  /** Whether the first of them is on its way. */
  copyInFlight: boolean;
  /** What is synced, and becomes durable with the superblock: all records below this number; 0: nothing. */
  held: number;
  /** Requests to the other log file that have not ended: it cannot be used again before. */
  strays: number;
  /** Where the next record goes. */
  end: number;
  /** Seal of the record before it. */
  chain: number;
  /** Records appended and not yet known to be durable, in file order. */
  pending: PendingRecord[];
  /** Number of `pending[0]`. */
  first: number;
  /** All records below this number are written (not necessarily synced). */
  written: number;
  /** All records below this number are synced, their headers not necessarily. */
  synced: number;
  /** What the sync in flight makes durable: all records below this number; 0: no sync in flight. */
  syncing: number;
}

/** A record on its way to the disk, and what becomes durable with it. */
export interface PendingRecord {
  /** Mode M: it is not written at all. */
  readonly isVolatile: boolean;
  readonly kind: number;
  readonly view: number;
  readonly logView: number;
  readonly op: number;
  readonly generations: readonly number[];
  written: boolean;
}
