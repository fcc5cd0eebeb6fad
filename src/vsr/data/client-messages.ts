import type { ProcessId } from '../../process/ids.ts';
import type { ReadMode } from './config.ts';
import type { ClientId, RequestKind } from './entry.ts';

/**
 * Asks for a session, an operation or a reconfiguration. `epoch` is the latest epoch that the client knows
 * of.
 */
export interface Request {
  readonly type: 'Request';
  readonly body: unknown;
  readonly client: ClientId;
  readonly epoch: number;
  readonly kind: RequestKind;
  readonly request: number;
  readonly session: number;
}
/** The result of an executed request. `view` is the view of the (normal) replica that answers. */
export interface Reply {
  readonly type: 'Reply';
  readonly client: ClientId;
  readonly op: number;
  readonly request: number;
  readonly result: unknown;
  readonly session: number;
  readonly view: number;
}
/** The session is unknown here: never opened, or evicted. The client must open a new one. */
export interface Eviction {
  readonly type: 'Eviction';
  readonly client: ClientId;
  readonly session: number;
  readonly view: number;
}

/**
 * The primary of `view` has no room for this request: retry later, and at the primary only. Only this copy
 * was refused; others may still be on their way.
 */
export interface Busy {
  readonly type: 'Busy';
  readonly client: ClientId;
  readonly request: number;
  readonly session: number;
  readonly view: number;
}

/**
 * A read that does not go through the log. `read` numbers the reads of one client. A stale answer must
 * reflect op `notBefore`.
 */
export interface ReadRequest {
  readonly type: 'ReadRequest';
  readonly body: unknown;
  readonly client: ClientId;
  readonly epoch: number;
  readonly mode: ReadMode;
  readonly notBefore: number;
  readonly read: number;
}
/** Result of a read in the state after executing exactly `op`. */
export interface ReadReply {
  readonly type: 'ReadReply';
  readonly client: ClientId;
  readonly mode: ReadMode;
  readonly op: number;
  readonly read: number;
  readonly result: unknown;
  readonly view: number;
}
/**
 * - `below-token`: this replica has executed only up to `op`, which is too little.
 * - `not-a-read`: the operation would change the state.
 * - `busy`: too many reads are waiting.
 */
export interface ReadRefused {
  readonly type: 'ReadRefused';
  readonly client: ClientId;
  readonly op: number;
  readonly read: number;
  readonly reason: 'below-token' | 'busy' | 'not-a-read';
}

/** Tells a client that the group has changed since the epoch it named. `view` is a view of the new epoch. */
export interface NewEpoch {
  readonly type: 'NewEpoch';
  readonly config: readonly ProcessId[];
  readonly epoch: number;
  readonly view: number;
}

/** All messages between clients and replicas. */
export type ClientMessage =
  | Request
  | Reply
  | Eviction
  | Busy
  | ReadRequest
  | ReadReply
  | ReadRefused
  | NewEpoch;
