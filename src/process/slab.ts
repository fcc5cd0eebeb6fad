const SLAB_BYTES = 16_384;
const slabs = new WeakSet<ArrayBufferLike>();
let slab = newSlab();
let slabUsed = 0;

/** Zeroed bytes of their own. Small ones are cut from a slab: a typed array with its own buffer costs a microsecond. */
export function allocate(lengthBytes: number): Uint8Array {
  if (lengthBytes > SLAB_BYTES / 8) return new Uint8Array(lengthBytes);
  if (slabUsed + lengthBytes > SLAB_BYTES) {
    slab = newSlab();
    slabUsed = 0;
  }
  const bytes = slab.subarray(slabUsed, slabUsed + lengthBytes);
  slabUsed = (slabUsed + lengthBytes + 7) & ~7;
  return bytes;
}

/** Whether arrays that have nothing to do with each other may lie in this buffer. */
export const isSlab = (buffer: ArrayBufferLike): boolean => slabs.has(buffer);

function newSlab(): Uint8Array {
  const bytes = new Uint8Array(SLAB_BYTES);
  slabs.add(bytes.buffer);
  return bytes;
}
