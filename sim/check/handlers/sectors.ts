import { SECTOR_BYTES } from '../../../src/process/disk.ts';

// Contents of sectors by number, for the whole process: the numbers stand in local states, and say nothing but which are equal.
const contents: Uint8Array[] = [new Uint8Array(SECTOR_BYTES)];
const ids = new Map<string, number>([[textOf(new Uint8Array(SECTOR_BYTES)), 0]]);

/** The number of these contents. */
export function sectorId(bytes: Uint8Array): number {
  const text = textOf(bytes);
  const known = ids.get(text);
  if (known !== undefined) return known;
  const id = contents.push(bytes) - 1;
  ids.set(text, id);
  return id;
}

/** Not to be changed. */
export function sectorBytes(id: number): Uint8Array {
  const bytes = contents[id];
  if (bytes === undefined) throw new RangeError(`check: no sector contents ${id}`);
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
