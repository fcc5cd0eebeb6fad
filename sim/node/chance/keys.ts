import * as realCrypto from 'node:crypto';
import type { Exports } from '../library/source.ts';
import { refused } from '../refuse/refused.ts';

const KEYS = 'keys made by OpenSSL differ from run to run; use a fixed key';
const PADDING = 'what is encrypted for a public key differs from run to run';
const SIGNATURES = 'signatures with this key differ from run to run; use a key of type ed25519, ed448 or rsa';
const PROCESS = 'it would change the real process';

/** Functions with results that OpenSSL draws, or with effects on the real process, as far as this version of Node has them. */
const REFUSED: Readonly<Record<string, string>> = {
  generateKey: KEYS,
  generateKeySync: KEYS,
  generateKeyPair: KEYS,
  generateKeyPairSync: KEYS,
  generatePrime: KEYS,
  generatePrimeSync: KEYS,
  encapsulate: KEYS,
  publicEncrypt: PADDING,
  setEngine: PROCESS,
  setFips: PROCESS,
};

/** Types of keys whose signatures are a function of the message, with the usual padding. */
const REPEATABLE = new Set(['ed25519', 'ed448', 'rsa']);

type PrivateKey = Parameters<typeof realCrypto.createPrivateKey>[0];
type Method = (this: unknown, ...values: unknown[]) => unknown;

const refuse = (what: string, why: string): never => (refused(what, why, realCrypto.sign) as () => never)();

/** Refuses to sign with a key whose signatures are drawn. */
export function mustRepeat(what: string, given: unknown): void {
  const { key: inner, padding } = (given ?? {}) as { key?: unknown; padding?: number };
  const named = inner instanceof realCrypto.KeyObject ? inner : given;
  const key =
    named instanceof realCrypto.KeyObject ? named : realCrypto.createPrivateKey(named as PrivateKey);
  const isPlain = padding === undefined || padding === realCrypto.constants.RSA_PKCS1_PADDING;
  if (!isPlain || !REPEATABLE.has(key.asymmetricKeyType ?? '')) refuse(what, SIGNATURES);
}

/** A key agreement, whose private key has to be given before there is a public one. */
function withGivenKey(what: string, made: object): object {
  const setPrivateKey = Reflect.get(made, 'setPrivateKey') as Method;
  const generateKeys = Reflect.get(made, 'generateKeys') as Method;
  let isGiven = false;
  return Object.assign(made, {
    setPrivateKey: (...values: unknown[]) => {
      isGiven = true;
      return setPrivateKey.apply(made, values);
    },
    generateKeys: (...values: unknown[]) =>
      isGiven ? generateKeys.apply(made, values) : refuse(`${what}.generateKeys`, KEYS),
  });
}

/** The functions of `crypto` that use keys: those that would be different in each run are refused. */
export function keyFunctions(): Exports {
  const made: Exports = {};
  for (const [key, why] of Object.entries(REFUSED)) {
    const original: unknown = Reflect.get(realCrypto, key);
    if (typeof original === 'function') made[key] = refused(`crypto.${key}`, why, original);
  }
  for (const key of [
    'createECDH',
    'createDiffieHellman',
    'createDiffieHellmanGroup',
    'getDiffieHellman',
  ] as const) {
    const original = Reflect.get(realCrypto, key) as Method;
    made[key] = (...values: unknown[]) => {
      if (key === 'createDiffieHellman' && typeof values[0] === 'number') refuse(`crypto.${key}`, KEYS); // a new prime
      return withGivenKey(`crypto.${key}`, original(...values) as object);
    };
  }
  made['createSign'] = (algorithm: string, options?: object) => {
    const signer = realCrypto.createSign(algorithm, options);
    const sign = signer.sign as Method;
    return Object.assign(signer, {
      sign: (key: unknown, ...rest: unknown[]) => {
        mustRepeat('Sign.sign', key);
        return sign.call(signer, key, ...rest);
      },
    });
  };
  return made;
}
