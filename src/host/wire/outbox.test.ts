import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { FrameKind, frameOf } from './frame.ts';
import { Outbox } from './outbox.ts';

/** Keeps what is written to it. */
class Sink extends Duplex {
  readonly got: Buffer[] = [];
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.got.push(chunk);
    done();
  }
  override _read(): void {}
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const LIMITS = { bytesMax: 100, beyond: 'drop-oldest' } as const;

describe('frames on their way to a peer', () => {
  it('should be dropped from the oldest on, and the newest never, however long it is', async () => {
    const outbox = new Outbox(LIMITS);
    const short = frameOf(FrameKind.message, Buffer.alloc(10, 1));
    const long = frameOf(FrameKind.message, Buffer.alloc(200, 2));
    outbox.push(short);
    outbox.push(long);
    expect({ dropped: outbox.dropped, waiting: outbox.waitingBytes }).toEqual({
      dropped: 1,
      waiting: long.length,
    });
    const sink = new Sink();
    outbox.attach(sink as unknown as Socket); // only what streams have is used
    await turn();
    expect(Buffer.concat(sink.got)).toEqual(long);
  });

  it('should be taken back where they wait', async () => {
    const outbox = new Outbox(LIMITS);
    const [kept, taken] = [1, 2].map((fill) => frameOf(FrameKind.message, Buffer.alloc(10, fill)));
    if (kept === undefined || taken === undefined) throw new Error('two frames');
    outbox.push(taken);
    outbox.push(kept);
    outbox.takeBack((frame) => frame === taken);
    expect(outbox.waitingBytes).toBe(kept.length);
    const sink = new Sink();
    outbox.attach(sink as unknown as Socket); // only what streams have is used
    await turn();
    expect(Buffer.concat(sink.got)).toEqual(kept);
  });
});
