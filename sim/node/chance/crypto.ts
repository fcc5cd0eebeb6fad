import * as realCrypto from 'node:crypto';
import { promisify } from 'node:util';
import type { Task } from '../task/task.ts';
import { keyFunctions, mustRepeat } from './keys.ts';
import { randomFunctions } from './random.ts';

/** Virtual duration of a slow key derivation, on any machine. */
const DERIVATION_US = 50_000;

type Done = (error: Error | null, value?: unknown) => void;
type Synchronous = (...values: never[]) => unknown;

/** A function of the thread pool: computed at once, delivered later. */
function deferred(task: Task, compute: Synchronous): (...values: unknown[]) => void {
  return (...values) => {
    const done = values.pop() as Done;
    // The synchronous variant rejects wrong arguments with the same messages.
    const value = compute(...(values as never[]));
    task.after(DERIVATION_US, () => done(null, value));
  };
}

/** A function that runs on the thread pool if its last argument, number `count`, is a callback. */
function withCallback(task: Task, count: number, compute: Synchronous) {
  const later = deferred(task, compute);
  return (...values: unknown[]): unknown =>
    typeof values[count - 1] === 'function' ? later(...values) : compute(...(values as never[]));
}

const refusal = (what: string) => () => {
  throw new Error(`${what} is not simulated: keys made by OpenSSL differ from run to run. Use a fixed key.`);
};

/** `node:crypto` of one incarnation: hashes, ciphers and signatures are real, random values are seeded. */
export function createCrypto(task: Task): Record<string, unknown> {
  const random = randomFunctions(task);
  const subtle = {
    digest: async (
      algorithm: string | { name: string },
      data: ArrayBuffer | ArrayBufferView,
    ): Promise<ArrayBuffer> => {
      const name = (typeof algorithm === 'string' ? algorithm : algorithm.name)
        .replace('-', '')
        .toLowerCase();
      const view = ArrayBuffer.isView(data)
        ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
        : new Uint8Array(data);
      const digest = realCrypto.createHash(name).update(view).digest();
      return digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.length) as ArrayBuffer;
    },
  };
  const missing = new Proxy(subtle, {
    get: (target, key) => Reflect.get(target, key) ?? refusal(`crypto.subtle.${String(key)}`),
  });
  const webcrypto = {
    getRandomValues: random['getRandomValues'],
    randomUUID: random['randomUUID'],
    subtle: missing,
  };
  const scrypt = deferred(task, realCrypto.scryptSync as Synchronous);
  const pbkdf2 = deferred(task, realCrypto.pbkdf2Sync as Synchronous);
  // What newer versions of Node have.
  const later: Record<string, unknown> = {};
  const { argon2Sync, decapsulate, diffieHellman } = realCrypto as unknown as Record<
    string,
    Synchronous | undefined
  >;
  if (argon2Sync !== undefined) later['argon2'] = deferred(task, argon2Sync);
  if (decapsulate !== undefined) later['decapsulate'] = withCallback(task, 3, decapsulate);
  if (diffieHellman !== undefined) later['diffieHellman'] = withCallback(task, 2, diffieHellman);
  const hkdf = deferred(task, realCrypto.hkdfSync as Synchronous);
  const descriptors = Object.getOwnPropertyDescriptors(realCrypto);
  const replaced = {
    ...random,
    scrypt,
    pbkdf2,
    hkdf,
    sign: withCallback(task, 4, (algorithm, data, key) => {
      mustRepeat('crypto.sign', key);
      return realCrypto.sign(algorithm as never, data as never, key as never);
    }),
    verify: withCallback(task, 5, realCrypto.verify as Synchronous),
    checkPrime: deferred(task, realCrypto.checkPrimeSync as Synchronous),
    ...keyFunctions(),
    ...later,
    webcrypto,
    subtle: missing,
  };
  for (const key of ['randomInt', 'randomFill', 'randomBytes'] as const) {
    const original = random[key] as Synchronous;
    Object.defineProperty(original, promisify.custom, {
      value: (...values: unknown[]) =>
        new Promise((resolve) =>
          original(...([...values, (_: unknown, value: unknown) => resolve(value)] as never[])),
        ),
    });
  }
  const made: Record<string, unknown> = {};
  for (const key of Object.keys(descriptors)) if (key !== 'default') made[key] = Reflect.get(realCrypto, key);
  return Object.assign(made, replaced);
}
