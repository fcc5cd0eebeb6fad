import { crc32 } from 'node:zlib';

/** What bytes may be put in place of others. */
export interface Alphabet {
  /** The bits that are always set, and how many of the lowest ones are free. */
  readonly base: number;
  readonly freeBits: number;
  /** Fewer bytes leave no choice: changing any of them changes the checksum. */
  readonly bytesMin: number;
}

/** '@', 'A' to 'Z', '[', '\', ']', '^', '_': one byte each, in texts as well. */
export const LETTERS: Alphabet = { base: 0x40, freeBits: 5, bytesMin: 8 };
export const ALL_BYTES: Alphabet = { base: 0, freeBits: 8, bytesMin: 5 };

const CHECKSUM_BITS = 32;

/** A change of the checksum, and the free bits that make it. */
interface Row {
  readonly change: number;
  readonly bits: readonly number[];
}
/** By the highest bit of the change: rows that together reach every checksum. */
type Basis = readonly (Row | undefined)[];

const bases = new Map<Alphabet, Basis>();

/**
 * Bytes of the same length and the same CRC-32 as `bytes`, like `wanted` but for the last few: whatever checksum covers them, at whatever
 * place, stays right. CRC-32 is linear, so this is a system of 32 equations. Undefined when there are too few bytes.
 */
export function withSameChecksum(
  bytes: Uint8Array,
  wanted: Uint8Array,
  alphabet: Alphabet,
): Uint8Array | undefined {
  if (bytes.length < alphabet.bytesMin) return undefined;
  const result = inAlphabet(wanted, alphabet);
  const basis = basisOf(alphabet);
  let missing = crc32(bytes) ^ crc32(result);
  for (let bit = CHECKSUM_BITS - 1; bit >= 0; bit--) {
    const row = ((missing >>> bit) & 1) === 0 ? undefined : basis[bit];
    if (row === undefined) continue;
    missing ^= row.change;
    for (const free of row.bits) flip(result, free, alphabet);
  }
  return missing === 0 ? result : undefined;
}

/** The bytes, moved into the alphabet. */
export const inAlphabet = (bytes: Uint8Array, { base, freeBits }: Alphabet): Uint8Array =>
  Uint8Array.from(bytes, (byte) => base | (byte & ((1 << freeBits) - 1)));

/** Free bits are counted from the end, so that they do the same to the checksum whatever the length is. */
function flip(bytes: Uint8Array, free: number, { freeBits }: Alphabet): void {
  const at = bytes.length - 1 - Math.floor(free / freeBits);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (free % freeBits));
}

/** Gaussian elimination over what each free bit does to the checksum. */
function basisOf(alphabet: Alphabet): Basis {
  const known = bases.get(alphabet);
  if (known !== undefined) return known;
  const zeros = new Uint8Array(alphabet.bytesMin);
  const none = crc32(zeros);
  const basis: (Row | undefined)[] = new Array(CHECKSUM_BITS).fill(undefined);
  for (let free = 0; free < zeros.length * alphabet.freeBits; free++) {
    const changed = Uint8Array.from(zeros);
    flip(changed, free, alphabet);
    insert(basis, crc32(changed) ^ none, free);
  }
  bases.set(alphabet, basis);
  return basis;
}

function insert(basis: (Row | undefined)[], of: number, free: number): void {
  let change = of;
  const bits = new Set([free]);
  for (let bit = CHECKSUM_BITS - 1; bit >= 0; bit--) {
    if (((change >>> bit) & 1) === 0) continue;
    const row = basis[bit];
    if (row === undefined) {
      basis[bit] = { change, bits: [...bits] };
      return;
    }
    change ^= row.change;
    for (const each of row.bits) if (!bits.delete(each)) bits.add(each);
  }
}
