import type { Socket } from 'node:net';
import type { HostLog } from '../log.ts';
import { type Address, addressText } from './address.ts';
import { CLIENT_FRAME_BYTES_MAX, FRAME_BYTES_MAX, FrameKind, frameOf, HEAD_BYTES } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { decodeWelcome, encodeHello, type Hello, type Welcome } from './hello.ts';
import { Outbox, type OutboxLimits } from './outbox.ts';
import { call, distrust, type TlsKeys } from './security.ts';
import { HANDSHAKE_MS, PING_MS, SILENCE_MS } from './times.ts';

/** What a link needs of whoever calls. */
export interface LinkOptions {
  /** The replica that is called. */
  readonly to: number;
  readonly keys: TlsKeys | undefined;
  readonly limits: OutboxLimits;
  readonly log: HostLog;
  /** Where it is now; undefined: nobody knows. */
  address(): Address | undefined;
  hello(): Omit<Hello, 'version'>;
  welcomed(welcome: Welcome): void;
  /** A message came the other way; only clients are sent any. */
  message(contents: Buffer): void;
}

const BACKOFF_MIN_MS = 20;
const BACKOFF_MAX_MS = 1000;
const EMPTY = new Uint8Array(0);

/** A connection to one replica that is made again whenever it is lost. Messages sent meanwhile are lost, too: protocols send again. */
export class Link {
  readonly outbox: Outbox;
  /** Whether the replica has taken the connection. */
  up = false;
  /** Why it did not, if it said so. */
  refusal: string | undefined;
  connects = 0;
  private readonly options: LinkOptions;
  private socket: Socket | undefined;
  private retry: NodeJS.Timeout | undefined;
  private readonly pinger: NodeJS.Timeout;
  private backoffMs = BACKOFF_MIN_MS;
  private heardMs = 0;
  private everUp = false;
  private closed = false;

  constructor(options: LinkOptions) {
    this.options = options;
    this.outbox = new Outbox(options.limits);
    this.pinger = setInterval(() => this.lookAfter(), PING_MS);
    this.pinger.unref();
    this.connect();
  }

  send(frame: Buffer): void {
    // Before the first connection frames wait: whoever has just started has something to say.
    if (this.up || !this.everUp) this.outbox.push(frame);
    else this.outbox.dropped++;
  }

  /** Takes back what waits here of this sender. */
  takeBack(sender: number): void {
    this.outbox.takeBack(
      (frame) => frame[HEAD_BYTES - 1] === FrameKind.message && frame.readUInt32BE(HEAD_BYTES) === sender,
    );
  }

  /** Calls at once, wherever it is now: its address has changed, or it is known to be back. */
  callAgain(): void {
    if (this.up || this.closed) return;
    this.backoffMs = BACKOFF_MIN_MS;
    this.lost('called again');
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    clearInterval(this.pinger);
    this.socket?.destroy();
  }

  private connect(): void {
    const { address: where, keys, to, log } = this.options;
    const address = where();
    if (address === undefined) {
      this.again();
      return;
    }
    let greeted = false;
    const socket = call(address, to, keys, () => {
      greeted = true;
      socket.setTimeout(HANDSHAKE_MS);
      socket.write(frameOf(FrameKind.hello, encodeHello(this.options.hello())));
    });
    socket.setTimeout(HANDSHAKE_MS);
    this.socket = socket;
    const reader = new FrameReader(FRAME_BYTES_MAX);
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.read(chunk, (kind, contents) => {
          if (this.socket === socket) this.frame(kind, contents, socket);
        });
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    });
    socket.on('timeout', () => socket.destroy(new Error('no answer')));
    socket.on('error', (error) => {
      if (keys !== undefined) this.untrusted(distrust(error), address);
      log.debug({ peer: to, at: addressText(address), error: error.message }, 'a connection failed');
    });
    socket.on('close', () => {
      // A server that does not trust a certificate ends the connection without a word.
      if (keys !== undefined && greeted && !this.up && this.refusal === undefined)
        this.untrusted('the connection is not trusted: it was ended in place of an answer', address);
      if (this.socket === socket) this.lost('closed');
    });
  }

  private untrusted(why: string | undefined, at: Address): void {
    if (why === undefined || why === this.refusal) return;
    this.refusal = why;
    const facts = { peer: this.options.to, at: addressText(at), reason: why };
    this.options.log.warn(facts, 'a replica cannot be trusted, or does not trust us');
  }

  private frame(kind: FrameKind, contents: Buffer, socket: Socket): void {
    this.heardMs = performance.now();
    const { log, to } = this.options;
    if (kind === FrameKind.message && this.up) {
      this.options.message(contents);
    } else if (kind === FrameKind.welcome && !this.up) {
      const welcome = decodeWelcome(contents);
      if (welcome?.id !== to) throw new Error('a welcome that is none');
      socket.setTimeout(0);
      this.up = true;
      this.everUp = true;
      this.connects++;
      this.refusal = undefined;
      this.backoffMs = BACKOFF_MIN_MS;
      this.outbox.attach(socket);
      log.info({ peer: to }, 'connected');
      this.options.welcomed(welcome);
    } else if (kind === FrameKind.refused) {
      this.refusal = contents.toString('utf8', 0, 500);
      this.backoffMs = BACKOFF_MAX_MS;
      log.warn({ peer: to, reason: this.refusal }, 'a replica refuses to talk to us');
      socket.destroy();
    }
  }

  /** Asks whether the other one is there, and gives it up when it is silent. */
  private lookAfter(): void {
    if (!this.up) return;
    if (performance.now() - this.heardMs > SILENCE_MS) this.socket?.destroy(new Error('silent'));
    else this.outbox.push(frameOf(FrameKind.ping, EMPTY));
  }

  private lost(why: string): void {
    const { log, to } = this.options;
    if (this.up) log.info({ peer: to }, `connection lost: ${why}`);
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
    if (this.up || this.everUp) this.outbox.detach(false);
    this.up = false;
    this.again();
  }

  private again(): void {
    if (this.closed) return;
    clearTimeout(this.retry);
    // Not all at once, when a replica that many wait for comes back.
    this.retry = setTimeout(() => this.connect(), this.backoffMs * (0.5 + Math.random() / 2));
    this.backoffMs = Math.min(BACKOFF_MAX_MS, this.backoffMs * 2);
  }
}

/** What may wait for a replica: what it is sent in some seconds. */
export const PEER_LIMITS: OutboxLimits = { bytesMax: 64 << 20, beyond: 'drop-oldest' };
/** What may wait at a client for a replica. */
export const CALLER_LIMITS: OutboxLimits = { bytesMax: 4 * CLIENT_FRAME_BYTES_MAX, beyond: 'drop-oldest' };
