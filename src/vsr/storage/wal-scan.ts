import { checksum, decode, getWord } from '../../process/codec.ts';
import { deepFreeze } from '../../process/freeze.ts';
import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import { type Entry, entryFrom, ROOT_CHECKSUM } from '../data/entry.ts';
import { readSlot } from './headers.ts';
import {
  BASE,
  type Base,
  ENTRY,
  HEADER_BYTES,
  INSTALL,
  type Install,
  OPEN,
  PEERS,
  PROMISE,
  sealOf,
  sectorUp,
} from './records.ts';

/** Result of replaying a log file. `Slot` is what the reader keeps of each entry. */
export interface WalScan<Slot> {
  incarnation: number;
  view: number;
  logView: number;
  /** Members of the group in the epoch of these views; null for the members of epoch 0. */
  config: readonly ProcessId[] | null;
  /** By op - 1. Holes below the base of the log: a checkpoint stands for those entries. */
  log: Slot[];
  generations: readonly number[];
  /** Highest op known to be committed. May be above the log. */
  commit: number;
  /** The file begins with a checkpoint of this op; 0: with none. */
  checkpointOp: number;
  checkpoint: Uint8Array | null;
  /** Offset of the next record, and number of records before it. */
  end: number;
  records: number;
  /** Seal of the last record. */
  chain: number;
}

/** State that a replica restarts from. */
export type WalImage = WalScan<Entry>;
/**
 * For readers that only compare logs. An entry's checksum stands for the log up to it, and is in the header
 * of its record.
 */
export type WalOutline = WalScan<{ readonly checksum: number }>;

/** An empty file whose first record is to follow `chain`. */
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
 * Replays records from `image.end` on into `image`, and returns it. Stops at the first record that is damaged
 * or does not follow: the rest is torn or stale. Can be called again with the same image when the file has
 * grown.
 */
export function scanWal(bytes: Uint8Array, image: WalImage = emptyWal()): WalImage {
  return scan(bytes, image, (body, sum) => {
    const entry = entryFrom(decode(body), sum);
    const { log } = image;
    assert(entry.op === log.length + 1, 'the log file has an entry out of order');
    const below = log[log.length - 1]?.checksum ?? ROOT_CHECKSUM;
    assert(entry.parent === below, 'the log file has an entry that does not follow');
    return entry;
  });
}

/**
 * Like {@link scanWal}, without decoding entries. With `headers` it ends at the first record that has no
 * header there.
 */
export function outlineWal(
  bytes: Uint8Array,
  outline: WalOutline = emptyWal(),
  headers?: Uint8Array,
): WalOutline {
  return scan(bytes, outline, checksumOnly, headers);
}

const checksumOnly = (_body: Uint8Array, sum: number): { readonly checksum: number } =>
  Object.freeze({ checksum: sum });

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
      image.view = raised(image.view, decode(body) as number); // as promiseBody wrote it
      break;
    case INSTALL: {
      const install = decode(body) as Install; // as installBody wrote it
      assert(install.after <= image.log.length, 'the log file installs a log above its head');
      image.log.length = install.after;
      deepFreeze(install.entries);
      for (const entry of install.entries) image.log.push(entry);
      image.view = raised(image.view, install.view);
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
      assert(false, 'the log file has a record of an unknown kind');
  }
}

function raised(view: number, to: number): number {
  assert(to >= view, 'the view falls in the log file');
  return to;
}

/** BASE replaces everything that earlier records said. */
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

/**
 * Whether a record was begun behind the last good one: a tail torn by a crash. A stale record would follow
 * something else.
 */
export function hasTail(bytes: Uint8Array, { chain, end }: WalImage): boolean {
  return end + HEADER_BYTES <= bytes.length && getWord(bytes, end + 8) === chain && getWord(bytes, end) !== 0;
}
