import { allocate, isSlab } from './slab.ts';
import { Uncloneable } from './uncloneable.ts';

/** Originals of one call of `clone` and their copies; buffers of typed arrays as well. */
export type Copies = Map<object, object>;

/**
 * A copy of a typed array. Views of one buffer are views of one copy of it, as `structuredClone` has it; but of a slab, where arrays
 * lie side by side that have nothing to do with each other, only the part under the view is copied.
 */
export function copyOfView(source: Uint8Array, copies: Copies): Uint8Array {
  const isCut = isSlab(source.buffer) && Object.getPrototypeOf(source) === Uint8Array.prototype;
  const copy = isCut ? copyOfCut(source) : viewOfCopy(source, copies);
  copies.set(source, copy);
  return copy;
}

function copyOfCut(source: Uint8Array): Uint8Array {
  const copy = allocate(source.length);
  copy.set(source);
  return copy;
}

/** Constructors of typed arrays, by their names. */
const KINDS = new Map(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ].map((kind) => [kind.name, kind] as const),
);

/** A typed array of the same kind (a `Buffer` stays one), at the same place of a copy of its buffer. */
function viewOfCopy(source: Uint8Array, copies: Copies): Uint8Array {
  const { buffer, byteOffset, length } = source;
  if (!(buffer instanceof ArrayBuffer)) throw new Uncloneable(buffer); // memory of several threads
  let copied = copies.get(buffer) as ArrayBuffer | undefined; // that of a buffer is one
  if (copied === undefined) {
    copied = buffer.slice(0);
    copies.set(buffer, copied);
  }
  const kind = KINDS.get(source[Symbol.toStringTag]);
  if (kind === undefined) throw new Uncloneable(source);
  const copy = new kind(copied, byteOffset, length);
  const prototype: unknown = Object.getPrototypeOf(source);
  if (prototype !== kind.prototype) Object.setPrototypeOf(copy, prototype as object); // those of objects are objects
  return copy as Uint8Array; // or another typed array, as its original
}
