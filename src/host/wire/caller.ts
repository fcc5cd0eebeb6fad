import type { Socket } from 'node:net';
import { addressText } from './address.ts';
import { CLIENT_FRAME_BYTES_MAX, FRAME_BYTES_MAX, FrameKind, frameOf, HELLO_BYTES_MAX } from './frame.ts';
import { BadFrame, FrameReader } from './frame-reader.ts';
import { decodeHello, type Hello } from './hello.ts';
import { Outbox } from './outbox.ts';
import { HANDSHAKE_MS, SILENCE_MS } from './times.ts';

/** What a caller can bring about. */
export interface CallerEvents {
  /** It has said who it is. Returns why it is refused, or the contents of its welcome. */
  greeted(caller: Caller, hello: Hello): { readonly refused: string } | { readonly welcome: Uint8Array };
  /** @throws BadFrame when it is none that it may send. */
  message(caller: Caller, contents: Buffer): void;
  /** The connection has ended; why, if it was ended because of what came. */
  ended(caller: Caller, why: string | undefined): void;
}

/** What may wait for a client that does not read: then nothing more is read from it; at the double it is given up. */
export const SLOW_CLIENT_BYTES = 8 << 20;

const EMPTY = new Uint8Array(0);

/** A connection that somebody else has made to this replica. */
export class Caller {
  /** As it has said; undefined before. */
  hello: Hello | undefined;
  readonly outbox: Outbox;
  readonly name: string | undefined;
  /** Where it called from. Kept, as a socket forgets it when it is destroyed. */
  readonly remote: string;
  private readonly socket: Socket;
  private readonly events: CallerEvents;
  private readonly reader = new FrameReader(HELLO_BYTES_MAX);
  private paused = false;
  private over = false;

  /** `name` is the one in its certificate, if it has shown one. */
  constructor(socket: Socket, name: string | undefined, events: CallerEvents) {
    this.socket = socket;
    this.name = name;
    this.remote = addressText({ host: socket.remoteAddress ?? '?', port: socket.remotePort ?? 0 });
    this.events = events;
    this.outbox = new Outbox({ bytesMax: 2 * SLOW_CLIENT_BYTES, beyond: 'give-up' }, () =>
      this.end('it does not read what it is sent'),
    );
    socket.setTimeout(HANDSHAKE_MS, () => this.end(this.hello === undefined ? 'no handshake' : 'silent'));
    socket.on('data', (chunk: Buffer) => this.data(chunk));
    socket.on('drain', () => this.resume());
    socket.on('error', () => {}); // its close follows
    socket.on('close', () => this.finish(undefined));
  }

  /** Bytes that are held for it. */
  get heldBytes(): number {
    return this.outbox.waitingBytes + this.reader.heldBytes;
  }

  send(frame: Buffer): void {
    if (this.over) return;
    this.outbox.push(frame);
    if (this.paused || this.outbox.waitingBytes < SLOW_CLIENT_BYTES) return;
    this.paused = true;
    this.socket.pause();
  }

  /** Ends the connection, with a sentence for whoever is there. */
  end(why: string): void {
    this.socket.destroy();
    this.finish(why);
  }

  private resume(): void {
    if (!this.paused || this.outbox.waitingBytes >= SLOW_CLIENT_BYTES) return;
    this.paused = false;
    this.socket.resume();
  }

  private data(chunk: Buffer): void {
    if (this.over) return;
    try {
      this.reader.read(chunk, (kind, contents) => {
        if (!this.over) this.frame(kind, contents);
      });
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error;
      this.end(error.message);
    }
  }

  private frame(kind: FrameKind, contents: Buffer): void {
    if (this.hello === undefined) {
      this.greet(kind, contents);
      return;
    }
    switch (kind) {
      case FrameKind.message:
        this.events.message(this, contents);
        break;
      case FrameKind.ping:
        this.send(frameOf(FrameKind.pong, EMPTY));
        break;
      case FrameKind.hello:
      case FrameKind.welcome:
      case FrameKind.refused:
      case FrameKind.pong:
        throw new BadFrame(`a frame of kind ${kind} from a caller, after the handshake`);
      default:
        kind satisfies never;
    }
  }

  private greet(kind: FrameKind, contents: Buffer): void {
    const hello = kind === FrameKind.hello ? decodeHello(contents) : undefined;
    if (hello === undefined) throw new BadFrame('it does not begin with a handshake');
    const answer = this.events.greeted(this, hello);
    if ('refused' in answer) {
      this.socket.end(frameOf(FrameKind.refused, Buffer.from(answer.refused)));
      this.finish(answer.refused);
      return;
    }
    this.hello = hello;
    this.reader.bytesMax = hello.role === 'replica' ? FRAME_BYTES_MAX : CLIENT_FRAME_BYTES_MAX;
    this.socket.setTimeout(SILENCE_MS);
    this.outbox.attach(this.socket);
    this.outbox.push(frameOf(FrameKind.welcome, answer.welcome));
  }

  private finish(why: string | undefined): void {
    if (this.over) return;
    this.over = true;
    this.outbox.detach(false);
    this.events.ended(this, why);
  }
}
