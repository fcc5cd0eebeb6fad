import type { Endpoint, Packet } from '../packet.ts';
import { HEADER_BYTES, SEGMENT_BYTES, WINDOW_BYTES, WINDOW_STEP_BYTES } from './pace.ts';

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

/** A write blocked by a closed window. */
export interface PendingWrite {
  bytes: Uint8Array;
  readonly request: unknown;
}

/** What a connection needs from its network stack. */
export interface StreamNetwork {
  send(packet: Packet): void;
  segmentBytes(to: number, sizeBytes: number): number;
  forget(connection: Connection): void;
  readonly life: number;
}

/** The key of the other end of a connection. */
export const peerKey = (key: number): number => (key % 2 === 0 ? key + 1 : key - 1);

/**
 * One end of a byte stream. Bytes are numbered, arrive in any order and are read in sequence; a window bounds the bytes in flight
 * and unread; each direction is closed separately.
 */
export class Connection {
  readonly key: number;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  state: 'connecting' | 'open' | 'closed' = 'connecting';
  user: StreamUser | undefined;
  /** Addresses as the program sees them. */
  localAddress = '';
  remoteAddress = '';
  error: StreamError | undefined;
  /** Whether the peer has closed its direction, and everything before that has arrived. */
  ended = false;
  readonly inbox: Uint8Array[] = [];
  private inboxBytes = 0;
  private sentBytes = 0;
  private peerReadBytes = 0;
  private arrivedBytes = 0;
  private readBytes = 0;
  private reportedBytes = 0;
  private readonly early = new Map<number, Packet>();
  private readonly outbox: PendingWrite[] = [];
  private endAsked: (() => void) | undefined;
  private endSent = false;
  private readonly network: StreamNetwork;

  constructor(key: number, local: Endpoint, remote: Endpoint, network: StreamNetwork) {
    this.key = key;
    this.local = local;
    this.remote = remote;
    this.network = network;
  }

  get queuedBytes(): number {
    let sum = 0;
    for (const write of this.outbox) sum += write.bytes.length;
    return sum;
  }

  open(): void {
    this.state = 'open';
    this.flush();
  }

  /** Sends what the window allows and queues the rest. Returns whether everything was sent. */
  write(bytes: Uint8Array, request: unknown): boolean {
    const write: PendingWrite = { bytes, request };
    this.outbox.push(write);
    this.flush(write);
    return !this.outbox.includes(write);
  }

  /** Closes the sending direction after all pending writes; `done` is called when that has been sent. */
  end(done: () => void): void {
    this.endAsked = done;
    this.flush();
  }

  /** Takes the next bytes to read, at most `limit`. */
  read(limit: number): Uint8Array | undefined {
    const first = this.inbox[0];
    if (first === undefined) return undefined;
    let bytes = first;
    if (first.length > limit) {
      bytes = first.subarray(0, limit);
      this.inbox[0] = first.subarray(limit);
    } else this.inbox.shift();
    this.inboxBytes -= bytes.length;
    this.readBytes += bytes.length;
    if (this.readBytes - this.reportedBytes >= WINDOW_STEP_BYTES && !this.ended) {
      this.reportedBytes = this.readBytes;
      this.send({ ...this.head(true), kind: 'window', readBytes: this.readBytes });
    }
    return bytes;
  }

  /** The program closes its end. Unread bytes or pending writes turn it into a reset. */
  close(): void {
    if (this.state === 'closed') return;
    const dirty = this.inboxBytes > 0 || this.outbox.length > 0 || this.state === 'connecting';
    if (this.error === undefined) {
      if (dirty) this.reset();
      else if (!this.endSent) this.sendEnd();
    }
    this.drop();
  }

  reset(): void {
    if (this.state === 'closed') return;
    this.send({ ...this.head(false), kind: 'reset', refused: false });
    this.drop();
  }

  /** The connection is broken: reset by the peer, or timed out. */
  fail(error: StreamError): void {
    if (this.state === 'closed') return;
    const wasConnecting = this.state === 'connecting';
    this.error = error;
    this.inbox.length = 0;
    this.inboxBytes = 0;
    const { user } = this;
    this.drop();
    if (wasConnecting) user?.failed(error);
    else user?.readable();
  }

  receive(packet: Packet): void {
    switch (packet.kind) {
      case 'syn-ack':
        if (this.state !== 'connecting') return;
        this.open();
        this.user?.connected();
        return;
      case 'data':
      case 'fin':
        this.take(packet);
        return;
      case 'window':
        this.peerReadBytes = Math.max(this.peerReadBytes, packet.readBytes);
        this.flush();
        return;
      case 'reset':
        this.fail(packet.refused && this.state === 'connecting' ? 'ECONNREFUSED' : 'ECONNRESET');
        return;
      case 'syn':
      case 'datagram':
        return;
    }
  }

  private take(packet: Packet & { readonly sequence: number }): void {
    if (packet.sequence < this.arrivedBytes || this.ended) return;
    this.early.set(packet.sequence, packet);
    let progressed = false;
    for (;;) {
      const next = this.early.get(this.arrivedBytes);
      if (next === undefined) break;
      this.early.delete(this.arrivedBytes);
      progressed = true;
      if (next.kind === 'data') {
        this.arrivedBytes += next.bytes.length;
        this.inboxBytes += next.bytes.length;
        this.inbox.push(next.bytes);
      } else {
        this.ended = true;
        break;
      }
    }
    if (progressed) this.user?.readable();
  }

  private flush(fresh?: PendingWrite): void {
    if (this.state !== 'open') return;
    for (let write = this.outbox[0]; write !== undefined; write = this.outbox[0]) {
      while (write.bytes.length > 0) {
        const room = WINDOW_BYTES - (this.sentBytes - this.peerReadBytes);
        if (room <= 0) return;
        const sizeBytes = Math.min(write.bytes.length, room, SEGMENT_BYTES);
        const cut = Math.max(1, this.network.segmentBytes(this.remote.node, sizeBytes));
        // The program may reuse its buffer once the write completes, so the bytes in flight are a copy.
        const bytes = Uint8Array.prototype.slice.call(write.bytes, 0, cut);
        write.bytes = write.bytes.subarray(cut);
        const sequence = this.sentBytes;
        this.sentBytes += bytes.length;
        this.send({ ...this.head(true, bytes.length), kind: 'data', sequence, bytes });
      }
      this.outbox.shift();
      if (write !== fresh) this.user?.written(write);
    }
    if (this.endAsked === undefined || this.endSent) return;
    this.sendEnd();
    this.endAsked();
  }

  private sendEnd(): void {
    this.endSent = true;
    this.send({ ...this.head(true), kind: 'fin', sequence: this.sentBytes });
  }

  private drop(): void {
    this.state = 'closed';
    this.network.forget(this);
  }

  private head(reliable: boolean, payloadBytes = 0) {
    return {
      from: this.local,
      to: this.remote,
      connection: peerKey(this.key),
      sizeBytes: HEADER_BYTES + payloadBytes,
      reliable,
      life: this.network.life,
    };
  }

  private send(packet: Packet): void {
    this.network.send(packet);
  }
}
