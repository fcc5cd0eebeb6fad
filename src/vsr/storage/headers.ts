import { allocate, getWord, putWord } from '../../process/codec.ts';

/**
 * The second file beside each log file, used when the disk is distrusted. It holds the headers of all records
 * again, in slots of fixed size. A slot is written after its record is synced, and the record counts as
 * durable when the slot is synced too. So after a restart:
 * 1. Good slot, bad record: the record was durable and is damaged, not torn. The slot tells which record it
 *    was.
 * 2. Good record, no slot: the crash came before the slot was synced, or the slot is damaged. The record is
 *    taken.
 * 3. Neither: the crash came before the record was durable, and nothing was said about it. With the other
 *    order a slot could vouch for a record that was never on the disk (D12).
 */
export const HEADERS_FILES: readonly string[] = ['headers-0', 'headers-1'];
export const SLOT_BYTES = 32;

/** Views of later epochs do not fit into a word. Their high part is kept in the word of the kind. */
const WORD = 0x1_0000_0000;
const KIND_BITS = 8;

/** A header, and the number its record is about: a view, op or incarnation, depending on the kind. */
export interface Slot {
  readonly seal: number;
  readonly length: number;
  readonly chain: number;
  readonly kind: number;
  readonly commit: number;
  readonly sum: number;
  readonly about: number;
}

export function makeSlot(slot: Slot): Uint8Array {
  const bytes = allocate(SLOT_BYTES);
  putWord(bytes, 0, slot.seal);
  putWord(bytes, 4, slot.length);
  putWord(bytes, 8, slot.chain);
  putWord(bytes, 12, slot.kind | (Math.floor(slot.about / WORD) << KIND_BITS));
  putWord(bytes, 16, slot.commit);
  putWord(bytes, 20, slot.sum);
  putWord(bytes, 24, slot.about % WORD);
  putWord(bytes, 28, checkOf(bytes, 0));
  return bytes;
}

/**
 * Reads the slot at an index. Undefined if there is none, it is damaged, or it does not follow `chain` (a
 * misdirected one does not).
 */
export function readSlot(bytes: Uint8Array, index: number, chain: number): Slot | undefined {
  const at = index * SLOT_BYTES;
  if (at + SLOT_BYTES > bytes.length || getWord(bytes, at + 28) !== checkOf(bytes, at)) return undefined;
  if (getWord(bytes, at + 8) !== chain) return undefined;
  const kind = getWord(bytes, at + 12);
  return {
    seal: getWord(bytes, at),
    length: getWord(bytes, at + 4),
    chain,
    kind: kind & ((1 << KIND_BITS) - 1),
    commit: getWord(bytes, at + 16),
    sum: getWord(bytes, at + 20),
    about: (kind >>> KIND_BITS) * WORD + getWord(bytes, at + 24),
  };
}

/** Hash of all words but the last. A blank slot does not match it. */
function checkOf(bytes: Uint8Array, at: number): number {
  let hash = 0x51a7;
  for (let word = 0; word < 7; word++) {
    hash = Math.imul(hash ^ getWord(bytes, at + 4 * word), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
