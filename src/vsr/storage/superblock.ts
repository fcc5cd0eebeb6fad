import { allocate, getWord, putWord } from '../../process/codec.ts';
import { SECTOR_BYTES } from '../../process/disk.ts';

/**
 * Names the log file that counts. It has four copies of a sector each, which are written and synced one after
 * the other, so that a crash tears at most one:
 * 1. While fewer than two copies are there, the old file counts. After that the new one does; it was durable
 *    before the first copy was written.
 * 2. Nothing that rests on the new file is said before all copies are there. Two of them may then be lost. A
 *    replica that took the first good copy would go back when one is lost (D06).
 * 3. A distrusted disk may have lost or misdirected three of the four, so that the old file would count again
 *    after a restart. The copies are read back, and wrong ones written again, before anything is said (D15).
 */
export const SUPERBLOCK_FILE = 'superblock';
export const COPIES = 4;
export const SUPERBLOCK_BYTES = COPIES * SECTOR_BYTES;

export interface Superblock {
  /** Number of changes of the log file so far. */
  readonly sequence: number;
  /** The log file that counts: 0 or 1. */
  readonly half: number;
  /** Chain of the first record of that file. Stale records of an earlier use have another one. */
  readonly chain: number;
  /** Digest of the previous superblock. */
  readonly parent: number;
}

/** Superblock of a disk on which none was ever written. */
export const BLANK: Superblock = { sequence: 0, half: 0, chain: 0, parent: 0 };

/** Result of reading all copies. */
export interface OpenedSuperblock {
  /** The superblock with the highest sequence that two copies agree on; undefined if there is none. */
  readonly block: Superblock | undefined;
  /** Copies that differ from it. */
  readonly wrong: number[];
  /** Highest sequence in any good copy. */
  readonly highest: number;
}

/** Decodes the copies; undefined where a copy is damaged. */
export const readCopies = (bytes: Uint8Array): (Superblock | undefined)[] =>
  Array.from({ length: COPIES }, (_, copy) => readCopy(bytes, copy));

export function openSuperblock(bytes: Uint8Array): OpenedSuperblock {
  const { block, highest } = electSuperblock(bytes);
  const wrong = block === undefined || block === BLANK ? [] : wrongCopies(bytes, block);
  return { block, wrong, highest };
}

/** The same for those who do not ask for the wrong copies. */
export function electSuperblock(bytes: Uint8Array): Omit<OpenedSuperblock, 'wrong'> {
  const copies = readCopies(bytes);
  let block: Superblock | undefined;
  let highest = 0;
  for (const candidate of copies) {
    if (candidate === undefined) continue;
    highest = Math.max(highest, candidate.sequence);
    if (block !== undefined && block.sequence >= candidate.sequence) continue;
    const digest = digestOf(candidate);
    if (copies.filter((other) => other !== undefined && digestOf(other) === digest).length >= 2) {
      block = candidate;
    }
  }
  // A crash cut off the very first change, and nothing that rests on it was said.
  if (block === undefined && highest <= 1 && isBlankFrom(bytes, 2 * SECTOR_BYTES)) block = BLANK;
  return { block, highest };
}

/** Copies that differ from this superblock. */
export function wrongCopies(bytes: Uint8Array, block: Superblock): number[] {
  const wrong: number[] = [];
  for (let copy = 0; copy < COPIES; copy++) {
    const found = readCopy(bytes, copy);
    if (found === undefined || digestOf(found) !== digestOf(block)) wrong.push(copy);
  }
  return wrong;
}

/** Counts good copies with this sequence number, and good copies with a higher one. */
export function countCopies(bytes: Uint8Array, sequence: number): { same: number; later: number } {
  const count = { same: 0, later: 0 };
  for (let copy = 0; copy < COPIES; copy++) {
    const found = readCopy(bytes, copy)?.sequence ?? -1;
    if (found === sequence) count.same++;
    else if (found > sequence) count.later++;
  }
  return count;
}

function isBlankFrom(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}

/** Encodes one copy, a sector long. */
export function makeCopy({ chain, half, parent, sequence }: Superblock, copy: number): Uint8Array {
  const bytes = allocate(SECTOR_BYTES);
  putWord(bytes, 0, sequence);
  putWord(bytes, 4, half);
  putWord(bytes, 8, chain);
  putWord(bytes, 12, parent);
  putWord(bytes, 16, copy);
  putWord(bytes, 20, checkOf(bytes, 0));
  return bytes;
}

/** Hash of a superblock. The same for all its copies. */
export function digestOf({ chain, half, parent, sequence }: Superblock): number {
  let hash = mix(0x5b10c, sequence);
  hash = mix(hash, half);
  hash = mix(hash, chain);
  return mix(hash, parent) >>> 0;
}

/** Decodes one copy. A copy in the place of another was misdirected, and is not good. */
function readCopy(bytes: Uint8Array, copy: number): Superblock | undefined {
  const at = copy * SECTOR_BYTES;
  if (at + 24 > bytes.length || getWord(bytes, at + 20) !== checkOf(bytes, at)) return undefined;
  if (getWord(bytes, at + 16) !== copy) return undefined;
  return {
    sequence: getWord(bytes, at),
    half: getWord(bytes, at + 4),
    chain: getWord(bytes, at + 8),
    parent: getWord(bytes, at + 12),
  };
}

/** Hash of all words but the last. A blank sector does not match it. */
function checkOf(bytes: Uint8Array, at: number): number {
  let hash = 0x5b10c;
  for (let word = 0; word < 5; word++) hash = mix(hash, getWord(bytes, at + 4 * word));
  return hash >>> 0;
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
