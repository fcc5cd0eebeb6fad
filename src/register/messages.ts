import type { ProcessId } from '../process/ids.ts';

/** Orders writes by `seq`, then by writer. The incarnation distinguishes the lives of one writer. */
export interface Timestamp {
  readonly seq: number;
  readonly writer: number;
  readonly incarnation: number;
}

/** Below every write. */
export const NEVER_WRITTEN: Timestamp = { incarnation: 0, seq: 0, writer: 0 };

/** Positive when `a` is later than `b`, 0 when they are the same. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  if (a.seq !== b.seq) return a.seq - b.seq;
  if (a.writer !== b.writer) return a.writer - b.writer;
  return a.incarnation - b.incarnation;
}

export type RegisterValue = string | null;

export type RegisterOperation =
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: string };

/**
 * `at` is the timestamp that the operation read or wrote, for the checkers; null where a register has none.
 */
export type RegisterResult =
  | { readonly kind: 'read'; readonly value: RegisterValue; readonly at: Timestamp | null }
  | { readonly kind: 'write'; readonly at: Timestamp | null };

/**
 * Asks one server for one operation. A server executes only requests for its current incarnation: a write
 * executed again after a restart would get a new timestamp, and bring back an old value over newer ones.
 */
export interface Request {
  readonly client: number;
  readonly incarnation: number;
  readonly operation: RegisterOperation;
  readonly request: number;
  readonly to: ProcessId;
  readonly type: 'Request';
}

export interface Reply {
  readonly client: number;
  readonly request: number;
  readonly result: RegisterResult;
  readonly type: 'Reply';
}

/**
 * The request was for another incarnation of this server and was not executed. `incarnation` is the current
 * one.
 */
export interface Refused {
  readonly client: number;
  readonly incarnation: number;
  readonly request: number;
  readonly server: ProcessId;
  readonly type: 'Refused';
}

export type ClientMessage = Request | Reply | Refused;

/** Identifies one operation of one coordinator. Never used twice, not even after a restart. */
export interface OperationId {
  readonly counter: number;
  readonly incarnation: number;
  readonly node: ProcessId;
}

export interface Query {
  readonly id: OperationId;
  readonly type: 'Query';
}

export interface QueryReply {
  readonly at: Timestamp;
  readonly id: OperationId;
  readonly type: 'QueryReply';
  readonly value: RegisterValue;
}

export interface Store {
  readonly at: Timestamp;
  readonly id: OperationId;
  readonly type: 'Store';
  readonly value: RegisterValue;
}

export interface StoreAck {
  readonly id: OperationId;
  readonly type: 'StoreAck';
}

export type AbdMessage = ClientMessage | Query | QueryReply | Store | StoreAck;

/** A write that the naive register forwards. */
export interface Forward {
  readonly id: OperationId;
  readonly type: 'Forward';
  readonly value: string;
}

export interface ForwardAck {
  readonly id: OperationId;
  readonly type: 'ForwardAck';
}

export type NaiveMessage = ClientMessage | Forward | ForwardAck;
