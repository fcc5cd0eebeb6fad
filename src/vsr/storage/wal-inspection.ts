import { checksum, decode, getWord } from '../../process/codec.ts';
import { type Entry, entryFrom } from '../data/entry.ts';
import { makeSlot, readSlot, SLOT_BYTES, type Slot } from './headers.ts';
import {
  BASE,
  type Base,
  ENTRY,
  HEADER_BYTES,
  INSTALL,
  type Install,
  OPEN,
  openBody,
  PEERS,
  PROMISE,
  promiseBody,
  sealOf,
  sectorUp,
} from './records.ts';
import { emptyWal, replayBase, type WalScan } from './wal-scan.ts';

/** A record that was durable and cannot be read: its place and its header. */
export interface Damaged {
  readonly at: number;
  readonly slot: Slot;
  /** Contents of the record, if they follow from the header alone. */
  readonly body: Uint8Array | null;
}

/** Combined contents of a log file and its headers. */
export interface Inspection extends WalScan<Entry | undefined> {
  /** More is lost than single entries: this replica must not vote with this log. */
  lost: boolean;
  /** Records to be written again. Those without `body` are entries, and `undefined` in the log. */
  damaged: Damaged[];
  /** Number of damaged places that hold another record of this log: a write was misdirected. */
  misplaced: number;
  /** Correct contents of the header slots, from the first bad one on. */
  slotAt: number;
  slots: Uint8Array[];
}

/**
 * Reads a log that may be damaged. It ends where neither a record nor a header follows. Only the torn tail of
 * a crash is dropped: cutting at the first bad record would drop acknowledged entries behind it (E20, D05).
 * `first` is the chain of the first record, from the superblock.
 */
export function inspectWal(wal: Uint8Array, headers: Uint8Array, first = 0): Inspection {
  const found: Inspection = {
    ...emptyWal<Entry | undefined>(first),
    lost: true,
    damaged: [],
    misplaced: 0,
    slotAt: 0,
    slots: [],
  };
  const strangers: number[] = []; // seals of records found in the wrong place
  for (;;) {
    const { chain, end: at, records } = found;
    const known = readSlot(headers, records, chain);
    const stored = readRecord(wal, at, chain);
    const slot = known ?? stored;
    if (slot === undefined) {
      found.misplaced = countKnown(headers, records, strangers);
      return found;
    }
    const intact = stored !== undefined && stored.seal === slot.seal;
    if (!intact) strangers.push(readHeader(wal, at)?.seal ?? 0);
    const bodyAt = at + HEADER_BYTES;
    const about = replay(found, slot, at, intact ? wal.subarray(bodyAt, bodyAt + slot.length) : null);
    if (slot.commit > found.commit) found.commit = slot.commit;
    if (known !== undefined && found.slots.length === 0) found.slotAt = records + 1;
    else found.slots.push(makeSlot({ ...slot, about: known?.about ?? about }));
    found.chain = slot.seal;
    found.end = sectorUp(bodyAt + slot.length);
    found.records++;
  }
}

/** Counts the seals of records of this log. The others are from an earlier use of the file. */
function countKnown(headers: Uint8Array, records: number, seals: readonly number[]): number {
  if (seals.length === 0) return 0;
  const known = new Set<number>();
  const slots = Math.min(records, Math.floor(headers.length / SLOT_BYTES));
  for (let index = 0; index < slots; index++) known.add(getWord(headers, index * SLOT_BYTES));
  return seals.filter((seal) => known.has(seal)).length;
}

/** Reads the header at an offset, of any record; undefined if there is none. */
function readHeader(bytes: Uint8Array, at: number): Slot | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  const seal = getWord(bytes, at);
  const length = getWord(bytes, at + 4);
  const chain = getWord(bytes, at + 8);
  const kind = getWord(bytes, at + 12);
  const commit = getWord(bytes, at + 16);
  const sum = getWord(bytes, at + 20);
  if (seal !== sealOf(length, chain, kind, commit, sum)) return undefined;
  return { seal, length, chain, kind, commit, sum, about: 0 };
}

/** Reads the header of an intact record that follows `chain`. */
function readRecord(bytes: Uint8Array, at: number, chain: number): Slot | undefined {
  const header = readHeader(bytes, at);
  if (header === undefined || header.chain !== chain) return undefined;
  const bodyAt = at + HEADER_BYTES;
  const end = bodyAt + header.length;
  return end <= bytes.length && checksum(bytes.subarray(bodyAt, end)) === header.sum ? header : undefined;
}

/** Replays one record. `body` is null if it is damaged. Returns the number that the record is about. */
function replay(found: Inspection, slot: Slot, at: number, body: Uint8Array | null): number {
  switch (slot.kind) {
    case OPEN: {
      const incarnation = body === null ? slot.about : (decode(body) as number); // as openBody wrote it
      found.incarnation = incarnation;
      if (found.records === 0) found.lost = false; // the disk was formatted, or opened before that was required
      if (body === null) found.damaged.push({ at, slot, body: openBody(incarnation) });
      return incarnation;
    }
    case PROMISE: {
      const view = body === null ? slot.about : (decode(body) as number); // as promiseBody wrote it
      found.view = view;
      if (body === null) found.damaged.push({ at, slot, body: promiseBody(view) });
      return view;
    }
    case ENTRY: {
      const entry = body === null ? undefined : entryFrom(decode(body), slot.sum);
      if (found.lost) return entry?.op ?? slot.about;
      found.log.push(entry);
      if (entry === undefined) found.damaged.push({ at, slot, body: null });
      return found.log.length;
    }
    case INSTALL: {
      const install = body === null ? null : (decode(body) as Install); // as installBody wrote it
      const view = install?.view ?? slot.about;
      found.view = view;
      found.logView = view;
      found.config = install?.config ?? null; // the configuration of an earlier epoch says nothing about this one (F5)
      takeLog(found, install);
      return view;
    }
    case PEERS:
      if (body === null) found.lost = true;
      else found.generations = decode(body) as number[]; // as peersBody wrote it
      return 0;
    case BASE:
      if (body === null) return 0; // stays `lost`: BASE is the first record of its file
      found.lost = false;
      replayBase(found, decode(body) as Base); // as baseBody wrote it
      return found.log.length;
    default:
      found.lost = true; // a kind that this version does not know
      return 0;
  }
}

/** Replaces the log above some op. If from op 1 on, damage before that no longer matters. */
function takeLog(found: Inspection, install: Install | null): void {
  const { log } = found;
  if (install === null || (found.lost && install.after > 0) || install.after > log.length) {
    found.lost = true;
    log.length = 0;
    found.damaged = found.damaged.filter(({ body }) => body !== null);
    return;
  }
  found.lost = false;
  log.length = install.after;
  for (const entry of install.entries) log.push(entry);
  found.damaged = found.damaged.filter(({ body, slot }) => body !== null || slot.about <= install.after);
}
