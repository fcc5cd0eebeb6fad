import type { Endpoint, Packet } from '../packet.ts';
import { HEADER_BYTES, SEGMENT_BYTES, WINDOW_BYTES, WINDOW_STEP_BYTES } from './pace.ts';
import type { PendingWrite, StreamError, StreamNetwork, StreamUser } from './stream-user.ts';

type Segment = Packet & { readonly kind: 'data' | 'fin' };

/** The key of the other end of a connection. */
export const peerKey = (key: number): number => (key % 2 === 0 ? key + 1 : key - 1);

/**
 * One end of a byte stream. Bytes are numbered, arrive in any order and are read in sequence; a window bounds the bytes in flight
 * and unread; each direction is closed separately.
 *
 * Packets have their keys in order, as the trace hash takes them: it need not sort them then.
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
  private readonly early = new Map<number, Segment>();
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

  /** Sends what the window allows and queues the rest. Returns whether everything was sent. The bytes are the connection's now. */
  write(bytes: Uint8Array, request: unknown): boolean {
    const rest = this.state === 'open' && this.outbox.length === 0 ? this.transmit(bytes) : bytes;
    if (rest === undefined) return true;
    this.outbox.push({ bytes: rest, request });
    return false;
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
      this.network.send({
        connection: peerKey(this.key),
        from: this.local,
        kind: 'window',
        life: this.network.life,
        readBytes: this.readBytes,
        reliable: true,
        sizeBytes: HEADER_BYTES,
        to: this.remote,
      });
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
    this.network.send({
      connection: peerKey(this.key),
      from: this.local,
      kind: 'reset',
      life: this.network.life,
      refused: false,
      reliable: false,
      sizeBytes: HEADER_BYTES,
      to: this.remote,
    });
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

  private take(packet: Segment): void {
    if (packet.sequence < this.arrivedBytes || this.ended) return;
    if (packet.sequence > this.arrivedBytes) {
      this.early.set(packet.sequence, packet);
      return;
    }
    this.append(packet);
    while (this.early.size > 0 && !this.ended) {
      const next = this.early.get(this.arrivedBytes);
      if (next === undefined) break;
      this.early.delete(this.arrivedBytes);
      this.append(next);
    }
    this.user?.readable();
  }

  private append(segment: Segment): void {
    if (segment.kind === 'fin') {
      this.ended = true;
      return;
    }
    this.arrivedBytes += segment.bytes.length;
    this.inboxBytes += segment.bytes.length;
    this.inbox.push(segment.bytes);
  }

  private flush(): void {
    if (this.state !== 'open') return;
    for (let write = this.outbox[0]; write !== undefined; write = this.outbox[0]) {
      const rest = this.transmit(write.bytes);
      if (rest !== undefined) {
        write.bytes = rest;
        return;
      }
      this.outbox.shift();
      this.user?.written(write);
    }
    if (this.endAsked === undefined || this.endSent) return;
    this.sendEnd();
    this.endAsked();
  }

  /** Sends what the window allows, and returns the rest. */
  private transmit(bytes: Uint8Array): Uint8Array | undefined {
    let rest = bytes;
    for (let leftBytes = rest.length; leftBytes > 0; leftBytes = rest.length) {
      const room = WINDOW_BYTES - (this.sentBytes - this.peerReadBytes);
      if (room <= 0) return rest;
      const mostBytes = Math.min(leftBytes, room, SEGMENT_BYTES);
      const cut = Math.max(1, this.network.segmentBytes(this.remote.node, mostBytes));
      const sequence = this.sentBytes;
      this.sentBytes += cut;
      this.network.send({
        bytes: cut === leftBytes ? rest : rest.subarray(0, cut),
        connection: peerKey(this.key),
        from: this.local,
        kind: 'data',
        life: this.network.life,
        reliable: true,
        sequence,
        sizeBytes: HEADER_BYTES + cut,
        to: this.remote,
      });
      if (cut === leftBytes) return undefined;
      rest = rest.subarray(cut);
    }
    return undefined;
  }

  private sendEnd(): void {
    this.endSent = true;
    this.network.send({
      connection: peerKey(this.key),
      from: this.local,
      kind: 'fin',
      life: this.network.life,
      reliable: true,
      sequence: this.sentBytes,
      sizeBytes: HEADER_BYTES,
      to: this.remote,
    });
  }

  private drop(): void {
    this.state = 'closed';
    this.network.forget(this.key);
  }
}
