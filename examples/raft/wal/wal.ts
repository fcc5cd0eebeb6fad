import type { Disk, DiskCompletion } from 'wavetank';
import { type Change, framed } from './record.ts';

/**
 * A log ahead of everything: what is said to others is written and synced first. Two files are used in turn. Each begins with
 * all that there is, and goes on with changes; when it has become long, or at a start, the other one is begun. It is that the
 * older file stays as it is until the first record of the newer one is durable that makes a crash at any moment harmless.
 *
 * One write is under way at a time; what comes meanwhile goes into the next one.
 */
export interface Wal {
  /** Of the file that is written. */
  generation: number;
  sequence: number;
  endBytes: number;
  /** Changes for the next write. */
  queue: Change[];
  /** Changes so far, and how many of them are durable. */
  queued: number;
  durable: number;
  /** Changes that the write under way makes durable, and its length. */
  writing: { readonly upTo: number; readonly lengthBytes: number } | null;
}

/** No file is longer. */
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

/** Asks for both files. The answers carry their number as token. */
export function readFiles(disk: Disk): void {
  for (const [token, file] of FILES.entries()) disk.read(file, 0, FILE_BYTES_MAX, token);
}

/** Notes a change; {@link flush} writes it. One of everything makes those before it needless. */
export function note(wal: Wal, change: Change): void {
  if (change.kind === 'base') wal.queue = [];
  wal.queue.push(change);
  wal.queued++;
}

/** Begins the next write, if there is something and none is under way. */
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

/** A write or a sync has worked. True when more is durable than before. */
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
