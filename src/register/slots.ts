import { allocate, getWord, putWord, seal, unseal } from '../process/codec.ts';
import { SECTOR_BYTES } from '../process/disk.ts';
import { NEVER_WRITTEN, type RegisterValue, type Timestamp } from './messages.ts';

/**
 * The file of a replica: two slots of a sector each, written in turn, so that a torn write leaves the other
 * one intact.
 */
export const REGISTER_FILE = 'register';
export const REGISTER_FILE_BYTES = 2 * SECTOR_BYTES;

const LENGTH_BYTES = 4;

export interface Slot {
  /** The good slot with the higher sequence counts. */
  readonly sequence: number;
  readonly at: Timestamp;
  readonly value: RegisterValue;
}

const EMPTY: Slot = { sequence: 0, at: NEVER_WRITTEN, value: null };

export const slotOffset = (sequence: number): number => (sequence % 2) * SECTOR_BYTES;

/** @throws RangeError when the value is too long for a sector. */
export function slotBytes(slot: Slot): Uint8Array {
  const sealed = seal(slot);
  if (sealed.length > SECTOR_BYTES - LENGTH_BYTES)
    throw new RangeError('register: the value is too long for its slot');
  const bytes = allocate(SECTOR_BYTES);
  putWord(bytes, 0, sealed.length);
  bytes.set(sealed, LENGTH_BYTES);
  return bytes;
}

/** The newest intact slot. */
export function readSlots(bytes: Uint8Array): Slot {
  let newest = EMPTY;
  for (let offset = 0; offset < REGISTER_FILE_BYTES; offset += SECTOR_BYTES) {
    const from = offset + LENGTH_BYTES;
    const slot = unseal(bytes.subarray(from, from + getWord(bytes, offset))) as Slot | undefined; // only slots are sealed here
    if (slot !== undefined && slot.sequence > newest.sequence) newest = slot;
  }
  return newest;
}
