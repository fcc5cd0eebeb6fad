import net, { type Socket } from 'node:net';
import { encode } from '../../process/codec.ts';
import { type FrameKind, frameOf, messageFrame } from '../wire/frame.ts';
import { FrameReader } from '../wire/frame-reader.ts';
import { encodeHello, type Hello } from '../wire/hello.ts';

/** A handshake that the server of {@link startStill} takes. */
export const goodHello = (id: number): Omit<Hello, 'version'> => ({
  cluster: 'test',
  system: 'still',
  format: 1,
  role: 'client',
  id,
  ids: 256,
  to: 0,
  nonce: String(id),
  at: null,
  clientsAt: null,
});

export const helloFrame = (hello: Omit<Hello, 'version'>): Buffer => frameOf(1, encodeHello(hello));
export const askFrame = (from: number, to = 0, message: unknown = { type: 'ask' }): Buffer =>
  messageFrame(from, to, encode(message));

/** A connection on which any bytes can be sent. */
export class RawCaller {
  readonly got: { readonly kind: FrameKind; readonly contents: Buffer }[] = [];
  readonly socket: Socket;
  readonly closed: Promise<void>;

  constructor(port: number) {
    this.socket = net.connect({ host: '127.0.0.1', port });
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
    this.socket.on('error', () => {});
    const reader = new FrameReader(1 << 30);
    this.socket.on('data', (chunk: Buffer) => {
      reader.read(chunk, (kind, contents) => this.got.push({ kind, contents: Buffer.from(contents) }));
    });
  }

  send(...frames: readonly Uint8Array[]): void {
    for (const frame of frames) if (!this.socket.destroyed) this.socket.write(frame);
  }

  /** Sends and ends; kept when the other side has ended, too. */
  async say(...frames: readonly Uint8Array[]): Promise<void> {
    this.send(...frames);
    this.socket.end();
    await this.closed;
  }
}
