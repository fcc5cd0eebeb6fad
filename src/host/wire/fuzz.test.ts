import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amount } from '../../../sim/testing/long.ts';
import { digestOf } from '../../process/digest.ts';
import type { HostedReplica } from '../replica/replica.ts';
import { askFrame, goodHello, helloFrame, RawCaller } from '../testing/raw-caller.ts';
import { type StillState, startStill } from '../testing/still.ts';
import { SLOW_CLIENT_BYTES } from './caller.ts';
import { frameOf, HEAD_BYTES } from './frame.ts';
import { BadFrame, FrameReader } from './frame-reader.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-fuzz-'));
let replica: HostedReplica;
let port = 0;

beforeAll(async () => {
  const { freePorts } = await import('../../../sim/served/free-ports.ts');
  [port = 0] = await freePorts(1);
  replica = await startStill(path.join(folder, '0'), { host: '127.0.0.1', port });
});
afterAll(async () => {
  await replica.stop();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (): number => (replica.process.state as StillState).asked; // its own state
const ID = 256;
const good = helloFrame(goodHello(ID));
const bytes = fc.uint8Array({ maxLength: 200 });
const place = fc.nat({ max: 10_000 });

/** What is sent on one connection: nothing of it is a message that the server may take. */
const hostile: fc.Arbitrary<readonly Uint8Array[]> = fc.oneof(
  bytes.map((any) => [any]),
  bytes.map((any) => [good, any]),
  // A good frame that is cut, or has one bit flipped.
  place.map((at) => [good, cut(askFrame(ID), at % askFrame(ID).length)]),
  fc.tuple(place, fc.nat({ max: 7 })).map(([at, bit]) => [good, flipped(askFrame(ID), at, bit)]),
  fc.tuple(place, fc.nat({ max: 7 })).map(([at, bit]) => [flipped(good, at, bit), askFrame(ID)]),
  // A length that is announced and never comes.
  fc.nat({ max: 0xffff_ffff }).map((length) => [good, announced(length)]),
  // Any kind of frame, before and after the handshake.
  fc.tuple(fc.nat({ max: 255 }), bytes).map(([kind, any]) => [frameOf(kind as 4, any)]),
  fc
    .tuple(
      fc.nat({ max: 255 }).filter((kind) => kind !== 5),
      bytes,
    )
    .map(([kind, any]) => [good, frameOf(kind as 4, any)]),
  // In the name of somebody else, for somebody else, of another form.
  fc
    .nat({ max: 0xffff_ffff })
    .filter((from) => from < ID || from >= 2 * ID)
    .map((from) => [good, askFrame(from)]),
  fc.integer({ min: 1, max: 0xffff_ffff }).map((to) => [good, askFrame(ID, to)]),
  fc
    .jsonValue()
    .filter((any) => !isAsk(any))
    .map((any) => [good, askFrame(ID, 0, any)]),
  // Handshakes of others.
  fc
    .constantFrom<Partial<ReturnType<typeof goodHello>>>(
      { cluster: 'x' },
      { system: 'x' },
      { format: 2 },
      { role: 'replica', id: 0 },
      { role: 'replica', id: 300 },
      { to: 1 },
      { id: 7 },
      { ids: 0 },
      { ids: 1000 },
    )
    .map((other) => [helloFrame({ ...goodHello(ID), ...other }), askFrame(ID)]),
  fc.constant([good, good, askFrame(ID)]),
);

const isAsk = (any: unknown): boolean => (any as { type?: unknown } | null)?.type === 'ask';
const cut = (frame: Buffer, end: number): Uint8Array => frame.subarray(0, end);
function flipped(frame: Buffer, at: number, bit: number): Uint8Array {
  const other = Buffer.from(frame);
  const index = at % other.length;
  other[index] = (other[index] ?? 0) ^ (1 << bit);
  return other;
}
function announced(length: number): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(Math.max(100, length), 0);
  head[HEAD_BYTES - 1] = 4;
  return head;
}

describe('a replica', () => {
  it('should take nothing in that is no message for it, and live on', async () => {
    const before = digestOf(replica.process.state);
    await fc.assert(
      fc.asyncProperty(hostile, async (frames) => {
        await new RawCaller(port).say(...frames);
        expect(digestOf(replica.process.state)).toBe(before);
      }),
      { numRuns: amount(250, 10_000) },
    );
    const client = new RawCaller(port);
    client.send(helloFrame(goodHello(ID)), askFrame(ID), askFrame(ID));
    await expect.poll(() => client.got.length).toBe(3); // the welcome and two answers
    expect(asked()).toBe(2);
    client.socket.destroy();
    await expect.poll(() => replica.network.doors.callers.size).toBe(0);
    expect(replica.network.guests.count).toBe(0);
  });

  it('should keep no more than its bound for a client that does not read', async () => {
    const client = new RawCaller(port);
    client.send(helloFrame(goodHello(2 * ID)));
    await expect.poll(() => client.got.length).toBe(1);
    client.socket.pause();
    const answer = 256 << 10;
    const large = askFrame(2 * ID, 0, { type: 'ask', bytes: answer });
    let most = 0;
    for (let i = 0; i < 400; i++) {
      client.send(large); // answers of 100 MiB, all together
      await new Promise((resolve) => setImmediate(resolve));
      for (const caller of replica.network.doors.callers) most = Math.max(most, caller.heldBytes);
    }
    expect(most).toBeGreaterThan(answer);
    expect(most).toBeLessThan(2 * SLOW_CLIENT_BYTES + 2 * answer);
    client.socket.destroy();
    await expect.poll(() => replica.network.doors.callers.size).toBe(0);
  });
});

describe('frames', () => {
  it('should be read alike however their bytes come', () => {
    const frames = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.uint8Array({ maxLength: 5000 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(frames, fc.array(fc.nat({ max: 3000 }), { minLength: 1 }), (sent, cuts) => {
        const stream = Buffer.concat(sent.map(([kind, contents]) => frameOf(kind as 4, contents)));
        const reader = new FrameReader(1 << 20);
        const got: [number, Uint8Array][] = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const end = at + 1 + (cuts[i % cuts.length] ?? 0);
          reader.read(Buffer.from(stream.subarray(at, end)), (kind, contents) =>
            got.push([kind, Uint8Array.from(contents)]),
          );
          at = end;
        }
        expect(got).toEqual(sent);
        expect(reader.heldBytes).toBe(0);
      }),
      { numRuns: amount(200, 5000) },
    );
  });

  it('should be refused when a bit of them is another one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), place, fc.nat({ max: 7 }), (contents, at, bit) => {
        const reader = new FrameReader(1 << 20);
        let taken = 0;
        try {
          reader.read(Buffer.from(flipped(frameOf(4, contents), at, bit)), () => taken++);
        } catch (error) {
          expect(error).toBeInstanceOf(BadFrame);
        }
        expect(taken).toBe(0);
      }),
      { numRuns: amount(500, 10_000) },
    );
  });
});
