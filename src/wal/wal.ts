import type { Disk, DiskCompletion } from '../process/disk.ts';
import { foundIn, written } from './layout.ts';
import { FIRST_TOKEN, READ, RECORDS, SYNC, type Wal, type WalEvent } from './state.ts';

/** A file is read in one piece, and is not larger. */
const FILE_BYTES_MAX = 2 ** 28;
/** A read that fails may work later. */
const READS = 20;

/** A log that has not been read yet, for `init`. */
export const closedWal = (file: string, firstToken = FIRST_TOKEN): Wal => ({
  file,
  firstToken,
  phase: 'closed',
  readsLeft: READS,
  length: 0,
  endBytes: 0,
  chain: 0,
  writing: [],
  durable: 0,
  syncing: -1,
});

/** Reads the log, in `start`. The records come with the event `recovered`. */
export function openWal(wal: Wal, disk: Disk): void {
  wal.phase = 'reading';
  wal.readsLeft = READS;
  disk.read(wal.file, 0, FILE_BYTES_MAX, wal.firstToken + READ);
}

/**
 * Adds a record and returns its index. It is there for good once an event says that more records than its index are durable: no
 * answer, and no message that others rely on, may be sent before.
 * @throws Error when the log is not open.
 */
export function append(wal: Wal, record: unknown, disk: Disk): number {
  if (wal.phase !== 'open')
    throw new Error(`the log ${wal.file} is ${wal.phase}: records are added to an open one`);
  const index = wal.length++;
  const { bytes, chain } = written(index, wal.chain, record);
  disk.write(wal.file, wal.endBytes, bytes, wal.firstToken + RECORDS + index);
  wal.chain = chain;
  wal.endBytes += bytes.length;
  wal.writing.push({ endBytes: wal.endBytes, written: false });
  return index;
}

/** Hands the log an answer of the disk, in `disk`; undefined when it is none of the log's, or says nothing new. */
export function walEvent(wal: Wal, completion: DiskCompletion, disk: Disk): WalEvent | undefined {
  const token = completion.token - wal.firstToken;
  if (token < 0 || wal.phase === 'failed') return undefined;
  if (token === READ) return recovered(wal, completion, disk);
  if (completion.error !== null) {
    // What a failed sync has dropped looks clean from then on, and one that works later proves nothing.
    wal.phase = 'failed';
    return { type: 'failed', why: `${completion.op} of ${wal.file}: ${completion.error}` };
  }
  if (token === SYNC) {
    wal.writing.splice(0, wal.syncing - wal.durable);
    wal.durable = wal.syncing;
    wal.syncing = -1;
    syncWhatIsWritten(wal, disk);
    return { type: 'durable', durable: wal.durable };
  }
  const record = wal.writing[token - RECORDS - wal.durable];
  if (record !== undefined) record.written = true;
  syncWhatIsWritten(wal, disk);
  return undefined;
}

function recovered(wal: Wal, { error, bytes }: DiskCompletion, disk: Disk): WalEvent | undefined {
  if (error !== null || bytes === null) {
    if (--wal.readsLeft > 0) {
      disk.read(wal.file, 0, FILE_BYTES_MAX, wal.firstToken + READ);
      return undefined;
    }
    wal.phase = 'failed';
    return { type: 'failed', why: `read of ${wal.file}: ${error}` };
  }
  const { records, endBytes, chain } = foundIn(bytes);
  wal.phase = 'open';
  wal.length = records.length;
  wal.durable = records.length;
  wal.endBytes = endBytes;
  wal.chain = chain;
  return { type: 'recovered', records };
}

/** A sync covers writes that ended before it was asked for, and no others; records follow each other without a gap. */
function syncWhatIsWritten(wal: Wal, disk: Disk): void {
  if (wal.syncing >= 0) return;
  const open = wal.writing.findIndex((record) => !record.written);
  const upTo = wal.durable + (open < 0 ? wal.writing.length : open);
  if (upTo === wal.durable) return;
  wal.syncing = upTo;
  disk.sync(wal.file, wal.firstToken + SYNC);
}
