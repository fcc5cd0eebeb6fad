import type { Context, ProcessId } from 'wavetank';
import type { Log } from './log.ts';
import type { Machine, Snapshot } from './machine.ts';
import type { Message } from './messages.ts';
import type { RaftSettings } from './settings.ts';
import type { Wal } from './wal/wal.ts';

/** What a leader knows of another replica. */
export interface Peer {
  /** The entry to be sent next. */
  next: number;
  /** The follower has made everything up to here durable. */
  match: number;
  /** Probing: where the logs part is not known yet, so only one message at a time is sent. */
  probing: boolean;
  /** When it answered last, and when something moved. */
  heardUs: number;
  movedUs: number;
  /** The latest round that it has confirmed. */
  round: number;
}

/** A read that waits until the leader is sure that it still is one. */
export interface PendingRead {
  readonly client: ProcessId;
  readonly id: number;
  readonly key: string;
  /** What was committed when it came. */
  readonly index: number;
  readonly round: number;
}

/** A change of the group that is not in the log yet. */
export interface PendingChange {
  readonly client: ProcessId;
  readonly id: number;
  readonly members: readonly ProcessId[];
  /** A server that must first have caught up to here. */
  readonly learner: ProcessId | null;
  readonly upTo: number;
  readonly round: number;
  readonly sinceUs: number;
}

export interface Leader {
  readonly kind: 'leader';
  readonly peers: Map<ProcessId, Peer>;
  round: number;
  /** Who waits for which entry. */
  readonly waiting: Map<number, { readonly client: ProcessId; readonly id: number }>;
  reads: PendingRead[];
  change: PendingChange | null;
}

export type Role =
  /** Its files are being read. */
  | { readonly kind: 'starting'; readonly files: (Uint8Array | null)[] }
  | { readonly kind: 'follower'; readonly leader: ProcessId | null }
  | { readonly kind: 'hopeful'; readonly granted: ProcessId[] }
  /** `after`: so many changes must be durable before its own vote counts. */
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
  /** When a leader was last heard. */
  heardUs: number;
  wal: Wal;
  /** Messages that wait until so many changes are durable. */
  outbox: { readonly after: number; readonly to: ProcessId; readonly message: Message }[];
  /** How far the log is durable, and how far it will be when so many changes are. */
  durableIndex: number;
  marks: { readonly after: number; index: number }[];
}

/** All that a rule may look at and act upon. */
export interface Turn {
  readonly state: State;
  readonly ctx: Context<Message>;
  readonly settings: RaftSettings;
}

export const ELECTION = 0;
export const HEARTBEAT = 1;
