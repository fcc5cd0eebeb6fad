import type { Packet } from '../packet.ts';

/** The program's side of a connection: callbacks of its socket. */
export interface StreamUser {
  connected(): void;
  failed(code: StreamError): void;
  /** Bytes, the end of the stream or an error can be read. */
  readable(): void;
  /** All `bytes` of a write have been passed to the network. */
  written(write: PendingWrite): void;
}

export type StreamError =
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'ETIMEDOUT'
  | 'EPIPE'
  | 'ECANCELED'
  | 'EHOSTUNREACH';

/** A write blocked by a closed window, with the bytes that are left of it. */
export interface PendingWrite {
  bytes: Uint8Array;
  readonly request: unknown;
}

/** What a connection needs from its network stack. */
export interface StreamNetwork {
  send(packet: Packet): void;
  segmentBytes(to: number, sizeBytes: number): number;
  forget(key: number): void;
  readonly life: number;
}
