import type { Disk, DiskCompletion } from 'wavetank';
import { type Change, framed } from './record.ts';

/**
 * A write-ahead log: changes are written and synced before messages that depend on them are sent. Two files alternate. Each begins
 * with the whole state, followed by changes; at a start, or when one is long, the other is started. The older file stays untouched
 * until the first record of the newer one is durable, so a crash is safe at any moment.
 *
 * One write is in flight at a time; changes that arrive meanwhile go into the next one.
 */
export interface Wal {
  /** Generation of the current file. */
  generation: number;
  sequence: number;
  endBytes: number;
  /** Changes for the next write. */
  queue: Change[];
  /** Number of changes so far, and number of durable ones. */
  queued: number;
  durable: number;
  /** The write in flight: number of durable changes after it, and its length. */
  writing: { readonly upTo: number; readonly lengthBytes: number } | null;
}

/** Upper bound of the file size. */
const FILE_BYTES_MAX = 2 ** 26;
const WRITE = 2;
const SYNC = 3;

export const newWal = (generation: number): Wal => ({
  generation,
  sequence: 0,
  endBytes: 0,
  queue: [],
  queued: 0,
  durable: 0,
  writing: null,
});

const FILES = ['log-0', 'log-1'] as const;
const fileOf = ({ generation }: Wal): string => FILES[generation % 2 === 0 ? 0 : 1];

/** Reads both files. The token of a completion is the number of its file. */
export function readFiles(disk: Disk): void {
  for (const [token, file] of FILES.entries()) disk.read(file, 0, FILE_BYTES_MAX, token);
}

/** Queues a change for {@link flush}. A `base` change supersedes all queued ones. */
export function note(wal: Wal, change: Change): void {
  if (change.kind === 'base') wal.queue = [];
  wal.queue.push(change);
  wal.queued++;
}

/** Starts the next write, if changes are queued and no write is in flight. */
export function flush(wal: Wal, disk: Disk): void {
  const [first] = wal.queue;
  if (wal.writing !== null || first === undefined) return;
  if (first.kind === 'base') {
    wal.generation++;
    wal.sequence = 0;
    wal.endBytes = 0;
  }
  const { generation, sequence, endBytes, queue } = wal;
  const bytes = framed({ generation, sequence, changes: queue });
  wal.writing = { upTo: wal.queued, lengthBytes: bytes.length };
  wal.queue = [];
  disk.write(fileOf(wal), endBytes, bytes, WRITE);
}

/** Handles a successful write or sync. Returns true if more changes are durable than before. */
export function went(wal: Wal, { op }: DiskCompletion, disk: Disk): boolean {
  const { writing } = wal;
  if (writing === null) throw new Error('no write is under way');
  if (op === 'write') {
    disk.sync(fileOf(wal), SYNC);
    return false;
  }
  wal.durable = writing.upTo;
  wal.endBytes += writing.lengthBytes;
  wal.sequence++;
  wal.writing = null;
  flush(wal, disk);
  return true;
}
