import { createHmac, randomBytes } from 'node:crypto';
import { decode, encode } from '../../process/codec.ts';
import type { DiskCompletion } from '../../process/disk.ts';
import { ALL_BYTES, type Alphabet, inAlphabet, LETTERS, withSameChecksum } from './same-checksum.ts';

/** Fields whose texts are values of users, in messages and states. */
const FIELDS: ReadonlySet<string> = new Set(['value', 'values', 'from', 'to', 'result', 'body']);

/** Fields among them that are values only where they are texts themselves: below, fields are looked at by name again. */
const PLAIN_TEXT_ONLY: ReadonlySet<string> = new Set(['from', 'to', 'result', 'body']);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Replaces values by digests of the same length in all that is recorded. The digests are keyed with a secret that is forgotten, equal values have
 * equal ones, and the checksum of a value is kept: so whatever a protocol does with values but copy, compare and checksum them goes
 * on as it did. Values that are shorter than 8 bytes lose their checksum. Bytes that hold nobody knows what are left out.
 */
export class Redaction {
  private readonly key = randomBytes(32);

  /** The input as it may be kept; undefined when it holds bytes that must be left out. */
  input(input: Uint8Array | DiskCompletion): Uint8Array | DiskCompletion | undefined {
    if (!(input instanceof Uint8Array))
      return input.bytes === null || input.bytes.length === 0 ? input : undefined;
    const message = decode(input);
    return holdsBytes(message) ? undefined : encode(this.data(message, '', new Map()));
  }

  /** A state as it may be kept. */
  state(state: object): object {
    return this.data(state, '', new Map()) as object; // the same shape
  }

  /** What is reached twice stays one thing. */
  private data(value: unknown, field: string, copies: Map<object, unknown>): unknown {
    if (typeof value === 'string') return FIELDS.has(field) ? this.text(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (ArrayBuffer.isView(value)) {
      const copy = value instanceof Uint8Array ? this.replaced(value, ALL_BYTES) : value;
      copies.set(value, copy);
      return copy;
    }
    const inner = PLAIN_TEXT_ONLY.has(field) ? '' : field;
    if (value instanceof Map) {
      const copy = new Map<unknown, unknown>();
      copies.set(value, copy);
      for (const [key, item] of value) copy.set(key, this.data(item, inner, copies));
      return copy;
    }
    if (value instanceof Set) return value;
    const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
    copies.set(value, copy);
    for (const [name, item] of Object.entries(value))
      Reflect.set(copy, name, this.data(item, Array.isArray(value) ? inner : name, copies));
    if (Array.isArray(copy) && Array.isArray(value)) copy.length = value.length;
    return copy;
  }

  private text(text: string): string {
    return decoder.decode(this.replaced(encoder.encode(text), LETTERS));
  }

  private replaced(bytes: Uint8Array, alphabet: Alphabet): Uint8Array {
    const wanted = new Uint8Array(bytes.length);
    for (let at = 0, block = 0; at < wanted.length; at += 32, block++) {
      const digest = createHmac('sha256', this.key).update(`${block} `).update(bytes).digest();
      wanted.set(digest.subarray(0, wanted.length - at), at);
    }
    return withSameChecksum(bytes, wanted, alphabet) ?? inAlphabet(wanted, alphabet);
  }
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (ArrayBuffer.isView(value)) return true;
  return Object.values(value).some(holdsBytes);
}
