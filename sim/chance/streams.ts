import seedrandom from 'seedrandom';

/**
 * Randomness by position: the value at (seed, stream name, entity, index) is a pure function of these four. A draw in one
 * stream can therefore never shift another, and a decision forced to another value shifts nothing at all.
 * `alea` turns the seed and the name into the key of a stream; an integer mixer does the rest.
 */
export interface StreamKey {
  readonly k0: number;
  readonly k1: number;
}

export function streamKey(seed: string, name: string): StreamKey {
  const generator = seedrandom.alea(`${seed}/${name}`);
  return { k0: generator.int32(), k1: generator.int32() };
}

/** The 32 random bits at a position, as an unsigned integer. Two rounds of a 32-bit finalizer, one key word in each. */
export function bitsAt(key: StreamKey, entity: number, index: number): number {
  let x = (key.k0 ^ Math.imul(entity + 1, 0x9e3779b1)) | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x21f0aaad);
  x = (x ^ (x >>> 15) ^ Math.imul(index + 1, 0x85ebca6b)) | 0;
  x = Math.imul(x, 0x735a2d97);
  x = (x ^ (x >>> 15)) + key.k1;
  x ^= x >>> 16;
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  x ^= x >>> 15;
  return x >>> 0;
}

/** An integer in [0, bound) out of 32 random bits. Exact in doubles for bounds up to 2^21; deterministic for all. */
export const scale = (bits: number, bound: number): number => Math.floor((bits * bound) / 4294967296);

/** A sequence of draws from one stream, for what is drawn once and in order (a scenario). */
export class Sequence {
  private readonly key: StreamKey;
  private index = 0;

  constructor(seed: string, name: string) {
    this.key = streamKey(seed, name);
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return scale(bitsAt(this.key, 0, this.index++), bound);
  }

  /** An integer in [min, max]. */
  between(min: number, max: number): number {
    return min + this.below(max - min + 1);
  }

  /** True in `percent` of 100 draws. */
  percent(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of the items. @throws Error when there are none. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (items.length === 0 || item === undefined) throw new Error('cannot pick from nothing');
    return item;
  }

  /** An integer in [min, max], each power of two as likely as any other: small values as often as large ones. */
  logBetween(min: number, max: number): number {
    const low = Math.max(1, min);
    const doublings = 32 - Math.clz32(Math.max(1, Math.floor(max / low)));
    const base = low * 2 ** this.below(doublings);
    return Math.max(min, Math.min(max, base + this.below(base)));
  }
}
