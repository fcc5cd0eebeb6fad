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

/** A record that was durable and cannot be read: where it is, and its header. */
export interface Damaged {
  readonly at: number;
  readonly slot: Slot;
  /** What belongs there, if that is known without anybody's help. */
  readonly body: Uint8Array | null;
}

/** What log and headers together say. */
export interface Inspection extends WalScan<Entry | undefined> {
  /** More is gone than single entries: this is no log to vote with. */
  lost: boolean;
  /** Records to be written again. Those without `body` are entries of the log; it has `undefined` in their places. */
  damaged: Damaged[];
  /** Damaged places with a record of another place of this log: a write was misdirected. */
  misplaced: number;
  /** The slots from the first bad one on, as they must be. */
  slotAt: number;
  slots: Uint8Array[];
}

/**
 * Reads a log that may be damaged. It ends where neither a record nor a header follows. Nobody but the torn tail of a
 * crash is forgotten: cutting at the first bad record would forget what was acknowledged behind it (E20, D05).
 * `first` is what the first record follows, as the superblock says.
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
  const strangers: number[] = []; // seals of what lies where something else should
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

/** How many of the seals are of records of this log; others are of an earlier use of the file. */
function countKnown(headers: Uint8Array, records: number, seals: readonly number[]): number {
  if (seals.length === 0) return 0;
  const known = new Set<number>();
  const slots = Math.min(records, Math.floor(headers.length / SLOT_BYTES));
  for (let index = 0; index < slots; index++) known.add(getWord(headers, index * SLOT_BYTES));
  return seals.filter((seal) => known.has(seal)).length;
}

/** The header of a record, of any record, or undefined when there is none. */
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

/** The same of a record that is whole and follows `chain`. */
function readRecord(bytes: Uint8Array, at: number, chain: number): Slot | undefined {
  const header = readHeader(bytes, at);
  if (header === undefined || header.chain !== chain) return undefined;
  const bodyAt = at + HEADER_BYTES;
  const end = bodyAt + header.length;
  return end <= bytes.length && checksum(bytes.subarray(bodyAt, end)) === header.sum ? header : undefined;
}

/** Takes one record; `body` is null when it is damaged. Returns what it is about. */
function replay(found: Inspection, slot: Slot, at: number, body: Uint8Array | null): number {
  switch (slot.kind) {
    case OPEN: {
      const incarnation = body === null ? slot.about : (decode(body) as number); // as openBody wrote it
      found.incarnation = incarnation;
      if (found.records === 0) found.lost = false; // formatted, or opened when that was not asked for
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
      found.config = install?.config ?? null; // of a later epoch that of an earlier one says nothing (seed 600)
      takeLog(found, install);
      return view;
    }
    case PEERS:
      if (body === null) found.lost = true;
      else found.generations = decode(body) as number[]; // as peersBody wrote it
      return 0;
    case BASE:
      if (body === null) return 0; // `lost`, as it is the first
      found.lost = false;
      replayBase(found, decode(body) as Base); // as baseBody wrote it
      return found.log.length;
    default:
      found.lost = true; // written by something newer
      return 0;
  }
}

/** The log from some op on was replaced. If from the first op on, what was damaged before does not matter any more. */
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
