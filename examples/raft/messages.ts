import type { ProcessId } from 'wavetank';
import type { KvOperation } from 'wavetank/invariants';
import type { Entry } from './log.ts';
import type { Outcome, Snapshot } from './machine.ts';

/** A client operation: access the store, or add or remove a server. */
export type Operation = KvOperation | Change;
export interface Change {
  readonly kind: 'change';
  readonly server: number;
  readonly member: boolean;
}

/** Client request. `id` is chosen by the client and echoed; a resent request keeps its id. */
export interface Ask {
  readonly type: 'Ask';
  readonly id: number;
  readonly body:
    | { readonly kind: 'register' }
    | {
        readonly kind: 'request';
        readonly session: number;
        readonly request: number;
        readonly operation: Operation;
      };
}

export interface Answer {
  readonly type: 'Answer';
  readonly id: number;
  readonly outcome: Outcome | { readonly kind: 'moved'; readonly leader: ProcessId | null };
}

/** How up to date a candidate is. */
interface Candidacy {
  readonly term: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
}

/** Asks for a non-binding vote in this term (thesis 9.6). */
export interface PreVote extends Candidacy {
  readonly type: 'PreVote';
}
export interface PreVoteReply {
  readonly type: 'PreVoteReply';
  /** The requested term if granted; otherwise the term of the replica that refuses. */
  readonly term: number;
  readonly granted: boolean;
}
export interface RequestVote extends Candidacy {
  readonly type: 'RequestVote';
}
export interface Vote {
  readonly type: 'Vote';
  readonly term: number;
  readonly granted: boolean;
}

/** AppendEntries; a heartbeat when `entries` is empty. */
export interface Append {
  readonly type: 'Append';
  readonly term: number;
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  /** Round number of the leader; a reply with it confirms the leader as of that round. */
  readonly round: number;
}
export interface Install {
  readonly type: 'Install';
  readonly term: number;
  readonly snapshot: Snapshot;
  readonly round: number;
}
/** Reply to Append and Install. */
export interface Appended {
  readonly type: 'Appended';
  readonly term: number;
  readonly round: number;
  readonly answer:
    | { readonly kind: 'match'; readonly index: number }
    /** `prevIndex` of the refused message, and the index at which the leader should retry. */
    | { readonly kind: 'refused'; readonly prevIndex: number; readonly hint: number };
}

export type Message =
  | Ask
  | Answer
  | PreVote
  | PreVoteReply
  | RequestVote
  | Vote
  | Append
  | Install
  | Appended;
