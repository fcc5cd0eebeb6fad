import { allocate, getWord, putWord } from '../../process/codec.ts';
import { SECTOR_BYTES } from '../../process/disk.ts';

/**
 * Which of the two log files counts. Four copies, a sector each, are written one after the other with a sync each, so that a
 * crash tears one at the most:
 * 1. until two copies are there the old file counts; from then on the new one, which was durable before the first copy was;
 * 2. nothing that rests on the new file is said before all copies are there: two may then be lost, and it still counts. A
 *    replica that took the first good copy it finds would go back after one was lost (D06);
 * 3. a disk that is distrusted may have lost or misdirected three of the four, and the old file would count again after a
 *    restart. So they are read back, and those that are wrong are written again, before anything is said.
 */
export const SUPERBLOCK_FILE = 'superblock';
export const COPIES = 4;
export const SUPERBLOCK_BYTES = COPIES * SECTOR_BYTES;

export interface Superblock {
  /** Counts the changes of the file. */
  readonly sequence: number;
  /** The log file that counts: 0 or 1. */
  readonly half: number;
  /** What the first record of that file follows: stale records in it, of an earlier use, follow something else. */
  readonly chain: number;
  /** Digest of the superblock before. */
  readonly parent: number;
}

/** Of a disk on which none was ever written. */
export const BLANK: Superblock = { sequence: 0, half: 0, chain: 0, parent: 0 };

/** What the copies say together. */
export interface OpenedSuperblock {
  /** The one of the highest sequence that two copies agree on; undefined when there is none. */
  readonly block: Superblock | undefined;
  /** Copies that do not say that. */
  readonly wrong: number[];
  /** Highest sequence that any good copy names. */
  readonly highest: number;
}

/** What each copy says, if it is good. */
export const readCopies = (bytes: Uint8Array): (Superblock | undefined)[] =>
  Array.from({ length: COPIES }, (_, copy) => readCopy(bytes, copy));

export function openSuperblock(bytes: Uint8Array): OpenedSuperblock {
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
  // A first change that a crash cut off: nothing was said that rests on it.
  if (block === undefined && highest <= 1 && isBlankFrom(bytes, 2 * SECTOR_BYTES)) block = BLANK;
  const wrong = block === undefined ? [] : wrongCopies(bytes, block);
  return { block, wrong: block === BLANK ? [] : wrong, highest };
}

/** Copies that do not say this. */
export function wrongCopies(bytes: Uint8Array, block: Superblock): number[] {
  const wrong: number[] = [];
  for (let copy = 0; copy < COPIES; copy++) {
    const found = readCopy(bytes, copy);
    if (found === undefined || digestOf(found) !== digestOf(block)) wrong.push(copy);
  }
  return wrong;
}

/** How many copies with that sequence number can be read, and how many with a higher one. */
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

/** One copy, a sector long. */
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

/** Stands for all that a superblock says; the copy that it was read from is no part of that. */
export function digestOf({ chain, half, parent, sequence }: Superblock): number {
  let hash = mix(0x5b10c, sequence);
  hash = mix(hash, half);
  hash = mix(hash, chain);
  return mix(hash, parent) >>> 0;
}

/** A copy in another's place is misdirected. */
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

/** Over all words but the last. A blank sector is not valid. */
function checkOf(bytes: Uint8Array, at: number): number {
  let hash = 0x5b10c;
  for (let word = 0; word < 5; word++) hash = mix(hash, getWord(bytes, at + 4 * word));
  return hash >>> 0;
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
