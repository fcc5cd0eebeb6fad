import crc32 from 'crc-32';
import { Packr } from 'msgpackr/pack';
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

/** For people. */
const RULE =
  'plain data is null, booleans, numbers, bigints, strings, Uint8Array, arrays and plain objects of these';

const packer = new Packr({ useRecords: false, variableMapSize: true });

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

/** The inverse of {@link encode}. @throws Error when the bytes are not one encoded value. */
export function decode(bytes: Uint8Array): unknown {
  return packer.unpack(bytes);
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

/** The value itself when its keys are already sorted (the usual case), else a sorted copy. */
function canonical(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      if (Number.isNaN(value)) throw new TypeError(`codec: NaN is not a value: ${RULE}`);
      return Object.is(value, -0) ? 0 : value;
    case 'object':
      if (value === null || value instanceof Uint8Array) return value;
      if (Array.isArray(value)) return canonicalArray(value);
      return canonicalObject(value);
    default:
      throw new TypeError(`codec: cannot encode a ${typeof value}: ${RULE}`);
  }
}

function canonicalArray(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = canonical(items[i]);
    if (copy === undefined && item !== items[i]) copy = items.slice(0, i);
    copy?.push(item);
  }
  return copy ?? items;
}

function canonicalObject(object: object): object {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`codec: cannot encode a ${object.constructor?.name ?? 'class instance'}: ${RULE}`);
  }
  const fields = object as Record<string, unknown>; // a plain object, as just checked
  let last = '';
  let sorted = true;
  for (const key in fields) {
    const field = fields[key];
    const plain = typeof field === 'string' || (typeof field === 'number' && field > 0);
    if (key < last || (!plain && (field === undefined || canonical(field) !== field))) {
      sorted = false;
      break;
    }
    last = key;
  }
  if (sorted) return object;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) copy[key] = canonical(field);
  }
  return copy;
}
