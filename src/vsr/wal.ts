import { allocate, checksum, decode, encode, getWord, putWord } from '../process/codec.ts';
import { SECTOR_BYTES } from '../process/disk.ts';
import { deepFreeze } from '../process/freeze.ts';
import type { ProcessId } from '../process/ids.ts';
import { assert } from './assert.ts';
import { type Entry, entryBytes, entryFrom } from './entry.ts';
import { readSlot } from './headers.ts';
import { BLANK, COPIES, digestOf, makeCopy, SUPERBLOCK_BYTES, SUPERBLOCK_FILE } from './superblock.ts';

/** The log files of a replica, each an append-only sequence of records. They are used in turn; the superblock says which one counts. */
export const WAL_FILES: readonly string[] = ['wal-0', 'wal-1'];

/**
 * What a record does to the image:
 * `OPEN` begins an incarnation; `ENTRY` appends to the log; `PROMISE` raises the view and thereby freezes the log for
 * the DoViewChange; `INSTALL` replaces the log above a point, and raises view and log_view together with it (E4), to those of another
 * epoch too, whose configuration it says;
 * `PEERS` says how often each replica has lost its disk;
 * `BASE` begins a file and says all that matters of those before: a checkpoint, what executing the log up to some op has made, and
 * the log from somewhat below that on.
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
 * The seal covers the other words. The chain is the seal of the record before, so that
 * 1. a record that a crash lost is not bridged: what survived behind it does not follow from what is before it;
 * 2. stale records behind a cut never become valid again, wherever the new records end.
 * Records start on sector boundaries: a torn write cannot damage a record that was synced before.
 */
export const HEADER_BYTES = 24;

/** What replaying a WAL gives, with as much of each entry as the reader wants. */
export interface WalScan<Slot> {
  incarnation: number;
  view: number;
  logView: number;
  /** Members of the group in the epoch of these views; null: those of epoch 0. */
  config: readonly ProcessId[] | null;
  /** By op - 1. What a checkpoint stands for is not there, except for the last entry of that. */
  log: Slot[];
  generations: readonly number[];
  /** Known to be committed up to here, at least. It may lie above the log. */
  commit: number;
  /** The file begins with a checkpoint of this op; 0: it does not. */
  checkpointOp: number;
  checkpoint: Uint8Array | null;
  /** Where the next record goes, and how many there are before. */
  end: number;
  records: number;
  /** Seal of the last record. */
  chain: number;
}

/** What a replica restarts from. */
export type WalImage = WalScan<Entry>;
/** For those who only compare logs: an entry's checksum stands for the log up to it, and is in the header of its record. */
export type WalOutline = WalScan<{ readonly checksum: number }>;

/** The image of an empty file whose first record is to follow `chain`. */
export function emptyWal<Slot = Entry>(chain = 0): WalScan<Slot> {
  return {
    incarnation: 0,
    view: 0,
    logView: 0,
    config: null,
    log: [],
    generations: [],
    commit: 0,
    checkpointOp: 0,
    checkpoint: null,
    end: 0,
    records: 0,
    chain,
  };
}

/**
 * Replays the records from `image.end` on into `image` and returns it. Stops at the first record that is damaged or
 * does not follow; what lies behind is torn or stale. Call it again with the same image when the file has grown.
 */
export function scanWal(bytes: Uint8Array, image: WalImage = emptyWal()): WalImage {
  return scan(bytes, image, (body, sum) => {
    const entry = entryFrom(decode(body), sum);
    assert(entry.op === image.log.length + 1, 'WAL: entry record out of order');
    return entry;
  });
}

/** The same, without decoding what entries carry. With `headers` it ends at the first record that has none there. */
export function outlineWal(
  bytes: Uint8Array,
  outline: WalOutline = emptyWal(),
  headers?: Uint8Array,
): WalOutline {
  return scan(bytes, outline, (_, sum) => Object.freeze({ checksum: sum }), headers);
}

function scan<Slot, Image extends WalScan<Slot | Entry>>(
  bytes: Uint8Array,
  image: Image,
  slot: (body: Uint8Array, sum: number) => Slot,
  headers?: Uint8Array,
): Image {
  while (image.end + HEADER_BYTES <= bytes.length) {
    const at = image.end;
    const seal = getWord(bytes, at);
    const length = getWord(bytes, at + 4);
    const chain = getWord(bytes, at + 8);
    const kind = getWord(bytes, at + 12);
    const commit = getWord(bytes, at + 16);
    const sum = getWord(bytes, at + 20);
    if (seal !== sealOf(length, chain, kind, commit, sum) || chain !== image.chain) break;
    if (headers !== undefined && readSlot(headers, image.records, chain)?.seal !== seal) break;
    const end = at + HEADER_BYTES + length;
    if (end > bytes.length) break;
    const body = bytes.subarray(at + HEADER_BYTES, end);
    if (checksum(body) !== sum) break;
    replay(image, kind, body, sum, slot);
    if (commit > image.commit) image.commit = commit;
    image.end = sectorUp(end);
    image.chain = seal;
    image.records++;
  }
  return image;
}

function replay<Slot>(
  image: WalScan<Slot | Entry>,
  kind: number,
  body: Uint8Array,
  sum: number,
  slot: (body: Uint8Array, sum: number) => Slot,
): void {
  switch (kind) {
    case OPEN:
      image.incarnation = decode(body) as number; // as openBody wrote it
      break;
    case ENTRY:
      image.log.push(slot(body, sum));
      break;
    case PROMISE:
      image.view = decode(body) as number; // as promiseBody wrote it
      break;
    case INSTALL: {
      const install = decode(body) as Install; // as installBody wrote it
      assert(install.after <= image.log.length, 'WAL: install record above the log');
      image.log.length = install.after;
      deepFreeze(install.entries);
      for (const entry of install.entries) image.log.push(entry);
      image.view = install.view;
      image.logView = install.view;
      image.config = install.config;
      break;
    }
    case PEERS:
      image.generations = decode(body) as number[]; // as peersBody wrote it
      break;
    case BASE:
      replayBase(image, decode(body) as Base); // as baseBody wrote it
      break;
    default:
      assert(false, `WAL: record kind ${kind}`);
  }
}

/** What a file begins with says all that those before said. */
export function replayBase<Slot>(image: WalScan<Slot | Entry>, base: Base): void {
  const { checkpoint, checkpointOp, config, entries, generations, incarnation, logView, view } = base;
  image.incarnation = incarnation;
  image.view = view;
  image.logView = logView;
  image.config = config;
  image.generations = generations;
  image.checkpoint = checkpoint;
  image.checkpointOp = checkpointOp;
  image.log = [];
  deepFreeze(entries);
  for (const entry of entries) image.log[entry.op - 1] = entry;
}

export interface Base {
  readonly checkpoint: Uint8Array;
  readonly checkpointOp: number;
  readonly config: readonly ProcessId[] | null;
  /** The last one that the log below is gone of, at `checkpointOp` or before, and all after it. */
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

/** What is on a disk, by file, before the first start of a replica that tells a new disk from a lost one. */
export function formatted(): ReadonlyMap<string, Uint8Array> {
  const body = openBody(0);
  const sum = checksum(body);
  const record = makeRecord(sealOf(body.length, 0, OPEN, 0, sum), OPEN, body, sum, 0, 0);
  const block = { ...BLANK, sequence: 1, parent: digestOf(BLANK) };
  const copies = new Uint8Array(SUPERBLOCK_BYTES);
  for (let copy = 0; copy < COPIES; copy++) copies.set(makeCopy(block, copy), copy * SECTOR_BYTES);
  return new Map([
    [SUPERBLOCK_FILE, copies],
    [WAL_FILES[block.half] as string, record], // 0
  ]);
}

/** The bytes of a record. `sum` is the checksum of the body, `seal` that of {@link sealOf}. */
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

/** The seal of a record: what the next one carries as its chain. */
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

/** Whether a record was begun behind the last good one: a tail that a crash tore. Stale ones follow something else. */
export function hasTail(bytes: Uint8Array, { chain, end }: WalImage): boolean {
  return end + HEADER_BYTES <= bytes.length && getWord(bytes, end + 8) === chain && getWord(bytes, end) !== 0;
}
