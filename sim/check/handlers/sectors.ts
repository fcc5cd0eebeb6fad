import { SECTOR_BYTES } from '../../../src/process/disk.ts';

// Sector contents by number, shared across the whole process. Local states hold the numbers, which only express equality.
const contents: Uint8Array[] = [new Uint8Array(SECTOR_BYTES)];
const ids = new Map<string, number>([[textOf(new Uint8Array(SECTOR_BYTES)), 0]]);

/** Number that stands for these contents. */
export function sectorId(bytes: Uint8Array): number {
  const text = textOf(bytes);
  const known = ids.get(text);
  if (known !== undefined) return known;
  const id = contents.push(bytes) - 1;
  ids.set(text, id);
  return id;
}

/** Contents of this number; must not be modified. */
export function sectorBytes(id: number): Uint8Array {
  const bytes = contents[id];
  if (bytes === undefined) throw new RangeError(`check: no sector contents ${id}`);
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
