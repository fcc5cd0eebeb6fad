import * as realCrypto from 'node:crypto';
import { NondeterminismError } from '../../kernel/nondeterminism-error.ts';
import { inDefinition, runningTask } from '../task/current.ts';
import type { Task } from '../task/task.ts';

/** `Math.random` of the running program: 53 bits, as in V8. @throws NondeterminismError in a function of the definition */
export function mathRandom(): number {
  if (inDefinition()) throw new NondeterminismError('Math.random()');
  const task = runningTask();
  const high = task.bits('math') >>> 5;
  const low = task.bits('math') >>> 6;
  return (high * 67_108_864 + low) / 9_007_199_254_740_992;
}

function fill(task: Task, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 4) {
    const bits = task.bits('crypto');
    for (let byte = at; byte < at + 4 && byte < bytes.length; byte++)
      bytes[byte] = bits >>> ((byte - at) * 8);
  }
}

const bytesOf = (view: ArrayBufferView | ArrayBuffer): Uint8Array =>
  ArrayBuffer.isView(view)
    ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    : new Uint8Array(view);

type Later<T> = (error: null, value: T) => void;

/** Random functions of `crypto`, on the incarnation's own stream. The real ones validate the arguments. */
export function randomFunctions(task: Task): Record<string, unknown> {
  const later = <T>(done: Later<T>, value: T) => void task.after(1, () => done(null, value));
  const randomBytes = (size: number, done?: Later<Buffer>): Buffer | undefined => {
    realCrypto.randomFillSync(Buffer.alloc(0), 0, 0);
    if (!Number.isInteger(size) || size < 0 || size > 2 ** 31 - 1) return realCrypto.randomBytes(size);
    const bytes = Buffer.alloc(size);
    fill(task, bytes);
    if (done === undefined) return bytes;
    later(done, bytes);
    return undefined;
  };
  const randomFillSync = <T extends ArrayBufferView>(view: T, offset = 0, size?: number): T => {
    const bytes = bytesOf(view);
    const width = 'BYTES_PER_ELEMENT' in view ? Number(view.BYTES_PER_ELEMENT) : 1;
    fill(task, bytes.subarray(offset * width, size === undefined ? undefined : (offset + size) * width));
    return view;
  };
  const randomFill = (view: ArrayBufferView, ...rest: unknown[]) => {
    const done = rest.pop() as Later<ArrayBufferView>;
    randomFillSync(view, rest[0] as number | undefined, rest[1] as number | undefined);
    later(done, view);
  };
  const randomInt = (...given: unknown[]): number | undefined => {
    const done = typeof given.at(-1) === 'function' ? (given.pop() as Later<number>) : undefined;
    const [min, max] = (given.length === 1 ? [0, given[0]] : given) as [number, number];
    // The real one rejects ranges that are empty, too large or not integers.
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max <= min || max - min >= 2 ** 48) {
      return realCrypto.randomInt(min, max);
    }
    const value =
      min + (((task.bits('crypto') >>> 0) * 2 ** 16 + (task.bits('crypto') & 0xffff)) % (max - min));
    if (done === undefined) return value;
    later(done, value);
    return undefined;
  };
  const getRandomValues = <T extends ArrayBufferView>(view: T): T => {
    if (!ArrayBuffer.isView(view) || view.byteLength > 65_536)
      return realCrypto.webcrypto.getRandomValues(view as never);
    return randomFillSync(view);
  };
  const uuid = (version: 4 | 7, start: Uint8Array): string => {
    const bytes = Buffer.alloc(16);
    fill(task, bytes);
    bytes.set(start);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
  const randomUUID = (): string => uuid(4, Buffer.alloc(0));
  /** Begins with the time, as newer versions of Node have it. */
  const randomUUIDv7 = (): string => {
    const start = Buffer.alloc(6);
    start.writeUIntBE(Math.floor(task.wallUs() / 1_000), 0, 6);
    return uuid(7, start);
  };
  return {
    ...('randomUUIDv7' in realCrypto ? { randomUUIDv7 } : {}),
    randomBytes,
    pseudoRandomBytes: randomBytes,
    prng: randomBytes,
    rng: randomBytes,
    randomFill,
    randomFillSync,
    randomInt,
    randomUUID,
    getRandomValues,
  };
}
