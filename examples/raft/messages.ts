import type { ProcessId } from 'wavetank';
import type { KvOperation } from 'wavetank/invariants';
import type { Entry } from './log.ts';
import type { Outcome, Snapshot } from './machine.ts';

/** What a client may be asked to do: use the store, or take a server into the group or out of it. */
export type Operation = KvOperation | Change;
export interface Change {
  readonly kind: 'change';
  readonly server: number;
  readonly member: boolean;
}

/** From a client. `id` is its own and is sent back; the same request has the same id when it is sent again. */
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

/** Would you vote for me in this term? It binds nobody (thesis 9.6). */
export interface PreVote extends Candidacy {
  readonly type: 'PreVote';
}
export interface PreVoteReply {
  readonly type: 'PreVoteReply';
  /** That was asked for when granted; else the term of whoever refuses. */
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

/** AppendEntries, a heartbeat when there are none. */
export interface Append {
  readonly type: 'Append';
  readonly term: number;
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  /** Counts what the leader wants confirmed: who answers with it has taken the leader for one since. */
  readonly round: number;
}
export interface Install {
  readonly type: 'Install';
  readonly term: number;
  readonly snapshot: Snapshot;
  readonly round: number;
}
/** To both. */
export interface Appended {
  readonly type: 'Appended';
  readonly term: number;
  readonly round: number;
  readonly answer:
    | { readonly kind: 'match'; readonly index: number }
    /** `prevIndex` of what was refused, and where the leader may try again. */
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
