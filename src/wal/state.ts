/** A record that has been asked for and is not durable yet. */
export interface Writing {
  /** Where it ends in the file. */
  readonly endBytes: number;
  written: boolean;
}

/** All that a write-ahead log remembers: plain data, a part of the state of the process that has it. */
export interface Wal {
  readonly file: string;
  /** Disk requests of the log have tokens from here on: those of the process stay below. */
  readonly firstToken: number;
  phase: 'closed' | 'reading' | 'open' | 'failed';
  readsLeft: number;
  /** Records that there are, durable or not: the next one has this index. */
  length: number;
  /** Where the next one goes: at the beginning of a sector. */
  endBytes: number;
  /** Checksum of the last record: the next one carries it, so that what an earlier life left behind does not follow. */
  chain: number;
  /** Records from `durable` on, in their order. */
  readonly writing: Writing[];
  /** Records that no crash takes away. */
  durable: number;
  /** Records that the sync under way will make durable; -1 when there is none. */
  syncing: number;
}

/** Something that a process that has a log must know. */
export type WalEvent =
  /** The log has been read: all records that are there, in their order. It takes new ones from now on. */
  | { readonly type: 'recovered'; readonly records: readonly unknown[] }
  /** The first `durable` records will survive any crash. */
  | { readonly type: 'durable'; readonly durable: number }
  /** The disk refused something. Nothing can be trusted but what a new start reads: `ctx.stop(why)` is the way. */
  | { readonly type: 'failed'; readonly why: string };

/** Tokens of requests: one for reads, one for syncs, then one for each record. */
export const FIRST_TOKEN = 2 ** 40;
export const READ = 0;
export const SYNC = 1;
export const RECORDS = 2;
