import crc32 from 'crc-32';
import { Packr } from 'msgpackr/pack';
import { canonical } from './canonical.ts';
import { allocate } from './slab.ts';

export { allocate };

/** What the codec can carry: plain data. Maps, Sets, class instances, NaN and functions are refused. */
export type Encodable =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Encodable[]
  | { readonly [key: string]: Encodable };

const packer = new Packr({ useRecords: false, variableMapSize: true, copyBuffers: true });

/**
 * Canonical bytes of a value: the same value gives the same bytes, whatever order its keys were set in.
 * Keys whose value is undefined count as absent.
 * @throws TypeError for anything that is not plain data.
 */
export function encode(value: unknown): Uint8Array {
  try {
    return packer.pack(canonical(value));
  } catch (error) {
    if (error instanceof RangeError) throw new TypeError('codec: the value contains itself, or is too deep');
    throw error;
  }
}

/** What is decoded is copied here first: the library makes a DataView of each array that it has not seen before, which takes longer. */
const scratch = new Uint8Array(16_384);

/** The inverse of {@link encode}; nothing in the value shares memory with `bytes`. @throws Error when they are not one encoded value. */
export function decode(bytes: Uint8Array): unknown {
  if (bytes.length > scratch.length)
    return packer.unpack(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)); // no Buffer: a slice of one is one
  scratch.set(bytes);
  return packer.unpack(scratch, bytes.length);
}

/** Checksum of bytes, an unsigned 32-bit integer (CRC-32). With that of the bytes before them: of all together. */
export function checksum(bytes: Uint8Array, before = 0): number {
  return crc32.buf(bytes, before) >>> 0;
}

const SEAL_BYTES = 4;

/** Encoded value behind its checksum: what goes over a wire or onto a disk. */
export function seal(value: unknown): Uint8Array {
  const body = encode(value);
  const sealed = allocate(SEAL_BYTES + body.length);
  putWord(sealed, 0, checksum(body));
  sealed.set(body, SEAL_BYTES);
  return sealed;
}

/** The sealed value, or undefined when the bytes are damaged. */
export function unseal(sealed: Uint8Array): unknown {
  if (sealed.length <= SEAL_BYTES) return undefined;
  const body = sealed.subarray(SEAL_BYTES);
  if (checksum(body) !== getWord(sealed, 0)) return undefined;
  try {
    return decode(body);
  } catch {
    return undefined; // 2^-32 of the damaged ones have the right checksum and are no value
  }
}

/** Writes an unsigned 32-bit integer, high byte first. */
export function putWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

/** Reads what {@link putWord} wrote; bytes beyond the end count as 0. */
export function getWord(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16);
  return (high | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
