import type { CrashVector } from './crash-vector.ts';
import type { ClientMessage, Query, QueryReply, Store, StoreAck } from './messages.ts';
import type { Pair } from './storage.ts';

/** Every message between replicas carries the crash vector of its sender. */
interface Vouching {
  readonly vector: CrashVector;
}

/** A restarted replica asks how often it is known to have recovered. */
export interface AskVector extends Vouching {
  readonly nonce: number;
  readonly type: 'AskVector';
}

export interface Vector extends Vouching {
  readonly nonce: number;
  readonly type: 'Vector';
}

/** A restarted replica announces its recovery, and asks for the state that it has lost. */
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
