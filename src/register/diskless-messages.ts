import type { CrashVector } from './crash-vector.ts';
import type { ClientMessage, Query, QueryReply, Store, StoreAck } from './messages.ts';
import type { Pair } from './storage.ts';

/** Every message among replicas says what its sender knows of crashes. */
interface Vouching {
  readonly vector: CrashVector;
}

/** A replica that came back asks how often that was known to have happened. */
export interface AskVector extends Vouching {
  readonly nonce: number;
  readonly type: 'AskVector';
}

export interface Vector extends Vouching {
  readonly nonce: number;
  readonly type: 'Vector';
}

/** A replica that came back makes itself known, and asks what it has forgotten. */
export interface Recover extends Vouching {
  readonly nonce: number;
  readonly type: 'Recover';
}

export interface Recovered extends Vouching {
  readonly nonce: number;
  readonly pair: Pair;
  readonly type: 'Recovered';
}

export type ReplicaMessage =
  | (Query & Vouching)
  | (QueryReply & Vouching)
  | (Store & Vouching)
  | (StoreAck & Vouching)
  | AskVector
  | Vector
  | Recover
  | Recovered;

export type DisklessMessage = ClientMessage | ReplicaMessage;
