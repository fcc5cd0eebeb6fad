import * as realCrypto from 'node:crypto';
import { promisify } from 'node:util';
import type { Task } from '../task/task.ts';
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
  const hkdf = deferred(task, realCrypto.hkdfSync as Synchronous);
  const descriptors = Object.getOwnPropertyDescriptors(realCrypto);
  const replaced = {
    ...random,
    scrypt,
    pbkdf2,
    hkdf,
    generateKey: refusal('crypto.generateKey'),
    generateKeySync: refusal('crypto.generateKeySync'),
    generateKeyPair: refusal('crypto.generateKeyPair'),
    generateKeyPairSync: refusal('crypto.generateKeyPairSync'),
    generatePrime: refusal('crypto.generatePrime'),
    generatePrimeSync: refusal('crypto.generatePrimeSync'),
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
