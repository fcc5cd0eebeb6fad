import type { Context, ProcessId } from 'wavetank';
import type { Log } from './log.ts';
import type { Machine, Snapshot } from './machine.ts';
import type { Message } from './messages.ts';
import type { RaftSettings } from './settings.ts';
import type { Wal } from './wal/wal.ts';

/** A leader's view of another replica. */
export interface Peer {
  /** Index of the next entry to send. */
  next: number;
  /** Last index known to be durable at the follower. */
  match: number;
  /** True while the leader searches for the last common entry, one message at a time. */
  probing: boolean;
  /** Times of the last reply and of the last progress. */
  heardUs: number;
  movedUs: number;
  /** The latest round it has confirmed. */
  round: number;
}

/** A read waiting for the leader to confirm its leadership. */
export interface PendingRead {
  readonly client: ProcessId;
  readonly id: number;
  readonly key: string;
  /** Commit index at its arrival. */
  readonly index: number;
  readonly round: number;
}

/** A membership change not yet in the log. */
export interface PendingChange {
  readonly client: ProcessId;
  readonly id: number;
  readonly members: readonly ProcessId[];
  /** The new server that must first catch up to `upTo`. */
  readonly learner: ProcessId | null;
  readonly upTo: number;
  readonly round: number;
  readonly sinceUs: number;
}

export interface Leader {
  readonly kind: 'leader';
  readonly peers: Map<ProcessId, Peer>;
  round: number;
  /** Waiting clients, by index of the entry. */
  readonly waiting: Map<number, { readonly client: ProcessId; readonly id: number }>;
  reads: PendingRead[];
  change: PendingChange | null;
}

export type Role =
  /** Reading its files. */
  | { readonly kind: 'starting'; readonly files: (Uint8Array | null)[] }
  | { readonly kind: 'follower'; readonly leader: ProcessId | null }
  | { readonly kind: 'hopeful'; readonly granted: ProcessId[] }
  /** `after`: number of changes that must be durable before its own vote counts. */
  | { readonly kind: 'candidate'; readonly granted: ProcessId[]; readonly after: number }
  | Leader;

export interface State {
  readonly self: ProcessId;
  role: Role;
  term: number;
  vote: ProcessId | null;
  log: Log;
  snapshot: Snapshot;
  commit: number;
  machine: Machine;
  /** Time when a leader was last heard. */
  heardUs: number;
  wal: Wal;
  /** Messages waiting until `after` changes are durable. */
  outbox: { readonly after: number; readonly to: ProcessId; readonly message: Message }[];
  /** Last durable index, and the index that becomes durable with the change number `after`. */
  durableIndex: number;
  marks: { readonly after: number; index: number }[];
}

/** Everything a rule may read and act on. */
export interface Turn {
  readonly state: State;
  readonly ctx: Context<Message>;
  readonly settings: RaftSettings;
}

export const ELECTION = 0;
export const HEARTBEAT = 1;
