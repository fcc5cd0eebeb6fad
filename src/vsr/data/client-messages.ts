import type { ProcessId } from '../../process/ids.ts';
import type { ReadMode } from './config.ts';
import type { ClientId, RequestKind } from './entry.ts';

/** A client asks for a session, or for something that goes through the log. `epoch` is the latest that it knows of. */
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
 * The primary of `view` has no room for this request now: ask again later, and not everybody. This copy of it was not taken,
 * which says nothing about others that are still on their way.
 */
export interface Busy {
  readonly type: 'Busy';
  readonly client: ClientId;
  readonly request: number;
  readonly session: number;
  readonly view: number;
}

/** A read that does not go through the log. `read` counts those of one client; a stale answer must reflect op `notBefore`. */
export interface ReadRequest {
  readonly type: 'ReadRequest';
  readonly body: unknown;
  readonly client: ClientId;
  readonly epoch: number;
  readonly mode: ReadMode;
  readonly notBefore: number;
  readonly read: number;
}
/** What the read gives in the state after executing exactly `op`. */
export interface ReadReply {
  readonly type: 'ReadReply';
  readonly client: ClientId;
  readonly mode: ReadMode;
  readonly op: number;
  readonly read: number;
  readonly result: unknown;
  readonly view: number;
}
/** `below-token`: this replica has executed up to `op` only, which is too little. `not-a-read`: the operation would change the state. `busy`: too many wait. */
export interface ReadRefused {
  readonly type: 'ReadRefused';
  readonly client: ClientId;
  readonly op: number;
  readonly read: number;
  readonly reason: 'below-token' | 'busy' | 'not-a-read';
}

/** The group has become another one since the epoch that the client spoke of. `view` is one of the new epoch. */
export interface NewEpoch {
  readonly type: 'NewEpoch';
  readonly config: readonly ProcessId[];
  readonly epoch: number;
  readonly view: number;
}

/** Everything that travels between clients and replicas. */
export type ClientMessage =
  | Request
  | Reply
  | Eviction
  | Busy
  | ReadRequest
  | ReadReply
  | ReadRefused
  | NewEpoch;
