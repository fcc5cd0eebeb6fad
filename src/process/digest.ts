import { sortedKeys } from './sorted-keys.ts';

/** One number into one 32-bit lane. */
export function mix(lane: number, value: number): number {
  let x = Math.imul(lane ^ value, 0x85ebca6b);
  x ^= x >>> 13;
  return Math.imul(x, 0xc2b2ae35) ^ (x >>> 16);
}

/** Two lanes, 64 bits together, over plain data. */
class Digest {
  high = 0x243f6a88;
  low = 0x85a308d3;

  number(value: number): void {
    if ((value | 0) === value) {
      this.high = mix(this.high, value);
      this.low = ((this.low ^ this.high) + (this.low << 5)) | 0; // a small integer: others are kept in boxes
    } else if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) {
      this.high = mix(this.high, value | 0);
      this.low = mix(this.low, Math.floor(value / 4294967296) ^ value);
    } else {
      this.string(String(value));
    }
  }

  string(text: string): void {
    let { high } = this;
    for (let i = 0; i < text.length; i++) high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
    this.high = high;
    this.number(text.length);
  }

  value(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.number(1);
        this.number(value);
        return;
      case 'string':
        this.number(2);
        this.string(value);
        return;
      case 'object':
        if (value === null) this.number(3);
        else this.object(value);
        return;
      default:
        this.number(4);
        this.string(String(value));
    }
  }

  private bytes(bytes: Uint8Array): void {
    let { high, low } = this;
    let i = 0;
    for (; i + 8 <= bytes.length; i += 8) {
      high = mix(high, word(bytes, i));
      low = mix(low ^ high, word(bytes, i + 4));
    }
    this.high = high;
    this.low = low;
    for (; i < bytes.length; i++) this.number(bytes[i] as number);
  }

  private object(value: object): void {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      this.fields(value as Record<string, unknown>); // a plain object
    } else if (Array.isArray(value)) {
      this.number(5);
      for (let i = 0; i < value.length; i++) this.value(value[i]);
      this.number(value.length);
    } else if (ArrayBuffer.isView(value)) {
      this.number(6);
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      this.bytes(bytes);
      this.number(bytes.length);
    } else if (value instanceof Map) {
      // In insertion order: a handler that iterates the map sees that order, so it is part of the state.
      this.number(7);
      for (const [key, item] of value) {
        this.value(key);
        this.value(item);
      }
      this.number(value.size);
    } else if (value instanceof Set) {
      this.number(8);
      for (const item of value) this.value(item);
      this.number(value.size);
    } else {
      this.fields(value as Record<string, unknown>); // plain data: nothing else is left
    }
  }

  /** By key. Most objects have their keys in order: it is tried like that first. */
  private fields(fields: Record<string, unknown>): void {
    this.number(9);
    const { high, low } = this;
    let last = '';
    for (const key in fields) {
      if (key < last) {
        this.high = high;
        this.low = low;
        this.inOrder(fields);
        return;
      }
      last = key;
      this.string(key);
      this.value(fields[key]);
    }
  }

  private inOrder(fields: Record<string, unknown>): void {
    for (const key of sortedKeys(fields)) {
      this.string(key);
      this.value(fields[key]);
    }
  }
}

/** Four bytes as one integer; they are there. */
const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

/** 16 hexadecimal digits. */
export const hashText = (high: number, low: number): string =>
  high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');

/** 64-bit digest of plain data, as 16 hexadecimal digits. Equal data, equal digest; Map and Set order counts. */
export function digestOf(value: unknown): string {
  const digest = new Digest();
  digest.value(value);
  return hashText(digest.high >>> 0, digest.low >>> 0);
}

/** 32 bits of the same. */
export function contentHash(value: unknown): number {
  const digest = new Digest();
  digest.value(value);
  return digest.high ^ digest.low;
}
