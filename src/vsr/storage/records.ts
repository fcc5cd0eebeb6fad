import { allocate, encode, putWord } from '../../process/codec.ts';
import { SECTOR_BYTES } from '../../process/disk.ts';
import type { ProcessId } from '../../process/ids.ts';
import { type Entry, entryBytes } from '../data/entry.ts';

/**
 * The two log files of a replica, each an append-only sequence of records. They are used in turn; the
 * superblock names the current one.
 */
export const WAL_FILES: readonly string[] = ['wal-0', 'wal-1'];

/**
 * Effect of a record on the state that is read back:
 * - `OPEN` begins an incarnation.
 * - `ENTRY` appends to the log.
 * - `PROMISE` raises the view, and thereby freezes the log for the DoViewChange.
 * - `INSTALL` replaces the log above some op, and with it raises view and log_view and sets the configuration
 *   (E4).
 * - `PEERS` sets how often each replica has lost its disk.
 * - `BASE` begins a file and replaces everything in the other one: a checkpoint, and the log from some op
 *   below it on.
 */
export const OPEN = 1;
export const ENTRY = 2;
export const PROMISE = 3;
export const INSTALL = 4;
export const BASE = 5;
export const PEERS = 6;
export type RecordKind =
  | typeof OPEN
  | typeof ENTRY
  | typeof PROMISE
  | typeof INSTALL
  | typeof BASE
  | typeof PEERS;

/**
 * Header of a record, six 32-bit words: seal, length of the body, chain, kind, commit, checksum of the body.
 * The seal is a hash of the other words. The chain is the seal of the record before, so
 * 1. a record lost in a crash is not skipped: records behind it do not follow from the one before it;
 * 2. stale records behind a cut never become valid again, wherever the new records end. Records start on
 *    sector boundaries, so a torn write cannot damage a record that was synced before.
 */
export const HEADER_BYTES = 24;

export interface Base {
  readonly checkpoint: Uint8Array;
  readonly checkpointOp: number;
  readonly config: readonly ProcessId[] | null;
  /** The log from its base on. The base is at `checkpointOp` or below. */
  readonly entries: readonly Entry[];
  readonly generations: readonly number[];
  readonly incarnation: number;
  readonly logView: number;
  readonly view: number;
}

export interface Install {
  readonly after: number;
  readonly config: readonly ProcessId[] | null;
  readonly entries: readonly Entry[];
  readonly view: number;
}

export const openBody = (incarnation: number): Uint8Array => encode(incarnation);
export const promiseBody = (view: number): Uint8Array => encode(view);
export const baseBody = (base: Base): Uint8Array => encode(base);
export const peersBody = (generations: readonly number[]): Uint8Array => encode(generations);
export const entryBody = (entry: Entry): Uint8Array => entryBytes(entry);
export const installBody = (install: Install): Uint8Array => encode(install);

/** Encodes a record. `sum` is the checksum of the body, `seal` that of {@link sealOf}. */
export function makeRecord(
  seal: number,
  kind: RecordKind,
  body: Uint8Array,
  sum: number,
  commit: number,
  chain: number,
): Uint8Array {
  const record = allocate(HEADER_BYTES + body.length);
  putWord(record, 0, seal);
  putWord(record, 4, body.length);
  putWord(record, 8, chain);
  putWord(record, 12, kind);
  putWord(record, 16, commit);
  putWord(record, 20, sum);
  record.set(body, HEADER_BYTES);
  return record;
}

/** The seal of a record, which the next record carries as its chain. */
export function sealOf(length: number, chain: number, kind: number, commit: number, sum: number): number {
  let hash = 0x5eed;
  hash = mix(hash, length);
  hash = mix(hash, chain);
  hash = mix(hash, kind);
  hash = mix(hash, commit);
  hash = mix(hash, sum);
  return hash >>> 0;
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return Math.imul(product ^ (product >>> 15), 0x85ebca6b) ^ (product >>> 13);
}

/** The first sector boundary at or above an offset. */
export const sectorUp = (offset: number): number => Math.ceil(offset / SECTOR_BYTES) * SECTOR_BYTES;
