import stream from 'node:stream';
import { MessageChannel as RealChannel } from 'node:worker_threads';
import { SilentObserver } from '../clock/perf-hooks.ts';
import { refused } from '../refuse/refused.ts';
import { running, runningTask } from '../task/current.ts';
import { type Replacement, shared } from '../task/realm.ts';
import type { Incarnation } from './incarnation.ts';

/** Bytes that a stream of a blob hands over at a time, as in Node. */
const PIECE_BYTES = 65_536;

type Duplexes = Readonly<Record<string, () => NodeJS.ReadWriteStream>>;

/** A module of the running program. */
const own = (id: string): unknown => (running() as Incarnation | undefined)?.library.require(id);

/** The streams of `CompressionStream`, by format. */
const COMPRESSORS: Readonly<Record<string, readonly [string, string]>> = {
  gzip: ['createGzip', 'createGunzip'],
  deflate: ['createDeflate', 'createInflate'],
  'deflate-raw': ['createDeflateRaw', 'createInflateRaw'],
  brotli: ['createBrotliCompress', 'createBrotliDecompress'],
};

/** `CompressionStream` and `DecompressionStream`, over the program's own `zlib`. */
function compression(at: 0 | 1, Real: new (format: string) => object) {
  function construct(format: string): object {
    const made = new Real(format); // refuses unknown formats
    const name = COMPRESSORS[format]?.[at] ?? '';
    const { Duplex } = own('stream') as typeof import('node:stream');
    const pair = Duplex.toWeb((own('zlib') as Duplexes)[name]?.() as InstanceType<typeof Duplex>); // one of zlib's
    for (const key of ['readable', 'writable'] as const)
      Object.defineProperty(made, key, { value: pair[key], enumerable: true });
    return made;
  }
  construct.prototype = Real.prototype as object;
  return construct;
}

function blobStream(this: Blob): ReadableStream {
  const blob = this;
  let offset = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = await blob.slice(offset, offset + PIECE_BYTES).arrayBuffer();
        offset += piece.byteLength;
        if (piece.byteLength > 0) controller.enqueue(new Uint8Array(piece));
        if (offset >= blob.size) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * Nobody can wake a program that waits for other threads, as it has none: it sleeps, on its own clock. Only the compiler of the
 * tank waits without a limit, for its own thread.
 */
function wait(
  array: Int32Array<SharedArrayBuffer>,
  index: number,
  value: number,
  timeoutMs?: number,
): string {
  const task = running()?.task;
  if (timeoutMs === undefined || task === undefined) return realWait(array, index, value, timeoutMs);
  const found = realWait(array, index, value, 0); // refuses wrong arguments
  if (found === 'timed-out' && timeoutMs > 0) task.sleep(timeoutMs * 1_000);
  return found;
}
const realWait = Atomics.wait.bind(Atomics);

const firstSeenMs = new WeakMap<Event, number>();

/** The program's own time when it first looks at an event, which is hardly ever later than when it made it. */
function timeStamp(this: Event): number {
  const seenMs = firstSeenMs.get(this) ?? runningTask().uptimeUs() / 1_000;
  firstSeenMs.set(this, seenMs);
  return seenMs;
}

/** Globals whose real ones would use the real event loop, other threads or real time. */
export function eventLoopValues(): Replacement[] {
  const why = 'its messages are delivered by the real event loop; use an EventEmitter';
  const marks = 'it would hold for all programs; give each stream its highWaterMark';
  const name = 'the real process draws it; use a data URL';
  const streams = ['CompressionStream', 'DecompressionStream'] as const;
  return [
    shared(globalThis, 'MessageChannel', refused('MessageChannel', why, RealChannel)),
    shared(globalThis, 'BroadcastChannel', refused('BroadcastChannel', why, BroadcastChannel)),
    shared(URL, 'createObjectURL', refused('URL.createObjectURL', name, URL.createObjectURL)),
    shared(globalThis, 'PerformanceObserver', SilentObserver),
    shared(
      stream,
      'setDefaultHighWaterMark',
      refused('stream.setDefaultHighWaterMark', marks, stream.finished),
    ),
    shared(Atomics, 'wait', wait),
    shared(Atomics, 'waitAsync', refused('Atomics.waitAsync', 'programs in the tank have no threads', wait)),
    shared(Blob.prototype, 'stream', blobStream),
    {
      on: Event.prototype,
      key: 'timeStamp',
      descriptor: { configurable: true, enumerable: true, get: timeStamp },
    },
    ...streams.map((key, at) =>
      shared(
        globalThis,
        key,
        compression(at as 0 | 1, Reflect.get(globalThis, key) as new (format: string) => object),
      ),
    ),
  ];
}
