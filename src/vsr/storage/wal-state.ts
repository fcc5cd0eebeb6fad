import type { ProcessId } from '../../process/ids.ts';
import type { Entry } from '../data/entry.ts';
import type { Superblock } from './superblock.ts';

/** The part of a replica's state that the WAL records, and how far the disk has got with it. */
export interface LoggedState {
  /** Epoch and members that `view` belongs to. */
  epoch: number;
  config: readonly ProcessId[];
  /** Highest view promised. */
  view: number;
  /** View whose log was last installed or prepared in. Never above `view`, and equal to it when normal. */
  logView: number;
  /** `log[i].op === i + 1`; the op number is `log.length`. */
  log: Entry[];
  /** Highest op known to be committed. */
  commitMax: number;
  /**
   * By ProcessId: how often that replica has lost its disk, as far as this replica knows. Promises made before the last loss
   * are forgotten and no longer count (E1).
   */
  generations: readonly number[];
  durable: DurableState;
  wal: WalState;
}

/** State that is known to be synced on this replica's disk. */
export interface DurableState {
  view: number;
  logView: number;
  /** Entries of the log in memory are synced up to this op. */
  op: number;
  generations: readonly number[];
}

/** The write side of the WAL. Records have consecutive numbers within an incarnation, from 1. */
export interface WalState {
  /** While starting: the pieces read so far of the current file. */
  read: Uint8Array[];
  /** While starting: the file being read, and the contents of the log file once they are complete. */
  reading: 'superblock' | 'log' | 'headers';
  image: Uint8Array | null;
  /** Consecutive reads that failed. */
  failedReads: number;
  /** The disk is not trusted: each record has its header in a second file too, and is durable only when both are. */
  twice: boolean;
  /** Mode M: entries and logs are not written. They count as durable as soon as everything written before them is. */
  inMemory: boolean;
  /** Headers not yet durable in the second file, and the index of the first of them in that file. */
  slots: Uint8Array[];
  slotAt: number;
  /** Number of headers being written to the second file, from `slots[0]`. */
  slotsInFlight: number;
  /** The superblock in force, or the next one while copies of it are still missing. */
  superblock: Superblock;
  /** Superblock copies that must be written before anything that follows counts as durable. */
  copies: number[];
  /** Whether `copies[0]` is being written. */
  copyInFlight: boolean;
  /** Records below this number are synced and wait for the superblock; 0: none. */
  held: number;
  /** Outstanding requests to the other log file, which cannot be reused before they end. */
  strays: number;
  /** Offset of the next record. */
  end: number;
  /** Seal of the record before it. */
  chain: number;
  /** Records appended and not yet known to be durable, in file order. */
  pending: PendingRecord[];
  /** Number of `pending[0]`. */
  first: number;
  /** All records below this number are written (not necessarily synced). */
  written: number;
  /** All records below this number are synced (their headers not necessarily). */
  synced: number;
  /** The sync in flight covers all records below this number; 0: no sync in flight. */
  syncing: number;
}

/** A record on its way to the disk, and the state that becomes durable with it. */
export interface PendingRecord {
  /** Mode M: the record is not written at all. */
  readonly isVolatile: boolean;
  readonly kind: number;
  readonly view: number;
  readonly logView: number;
  readonly op: number;
  readonly generations: readonly number[];
  written: boolean;
}
