import { describe, expect, it } from 'vitest';
import type { Disk, DiskCompletion } from '../process/disk.ts';
import { foundIn, recordsIn, written } from './layout.ts';
import { append, closedWal, openWal, walEvent } from './wal.ts';

/** A disk that answers when the test says so. */
class SlowDisk implements Disk {
  readonly asked: { op: DiskCompletion['op']; token: number; offset: number; bytes: Uint8Array | null }[] =
    [];

  read(_file: string, offset: number, _lengthBytes: number, token: number): void {
    this.asked.push({ op: 'read', token, offset, bytes: null });
  }

  write(_file: string, offset: number, bytes: Uint8Array, token: number): void {
    this.asked.push({ op: 'write', token, offset, bytes });
  }

  sync(_file: string, token: number): void {
    this.asked.push({ op: 'sync', token, offset: 0, bytes: null });
  }

  /** Takes the n-th open request of a kind out, as it is answered. */
  answered(op: DiskCompletion['op'], nth = 0, error: DiskCompletion['error'] = null): DiskCompletion {
    const found = this.asked.filter((request) => request.op === op)[nth];
    if (found === undefined) throw new Error(`there is no ${op}`);
    this.asked.splice(this.asked.indexOf(found), 1);
    return { op, token: found.token, error, bytes: op === 'read' ? new Uint8Array(0) : null };
  }
}

function opened(): { wal: ReturnType<typeof closedWal>; disk: SlowDisk } {
  const [wal, disk] = [closedWal('log'), new SlowDisk()];
  openWal(wal, disk);
  expect(walEvent(wal, disk.answered('read'), disk)).toEqual({ type: 'recovered', records: [] });
  return { wal, disk };
}

describe('a write-ahead log', () => {
  it('should say durable only of what a sync covers that was asked for after the writes ended', () => {
    const { wal, disk } = opened();
    expect([append(wal, 'a', disk), append(wal, 'b', disk), append(wal, 'c', disk)]).toEqual([0, 1, 2]);
    expect(walEvent(wal, disk.answered('write', 1), disk)).toBeUndefined();
    expect(disk.asked.some(({ op }) => op === 'sync')).toBe(false); // `a` is missing in front of it
    walEvent(wal, disk.answered('write', 0), disk);
    walEvent(wal, disk.answered('write', 0), disk); // `c`, after the sync was asked for
    expect(walEvent(wal, disk.answered('sync'), disk)).toEqual({ type: 'durable', durable: 2 });
    expect(walEvent(wal, disk.answered('sync'), disk)).toEqual({ type: 'durable', durable: 3 });
    expect(disk.asked).toEqual([]);
  });

  it.each(['write', 'sync'] as const)('should be of no use any more when a %s fails', (op) => {
    const { wal, disk } = opened();
    append(wal, 'a', disk);
    if (op === 'sync') walEvent(wal, disk.answered('write'), disk);
    expect(walEvent(wal, disk.answered(op, 0, 'io'), disk)).toEqual({
      type: 'failed',
      why: `${op} of log: io`,
    });
    expect(() => append(wal, 'b', disk)).toThrow('the log log is failed');
  });

  it('should read again when a read fails, but not for ever', () => {
    const [wal, disk] = [closedWal('log'), new SlowDisk()];
    openWal(wal, disk);
    for (let n = 1; n < 20; n++) expect(walEvent(wal, disk.answered('read', 0, 'io'), disk)).toBeUndefined();
    expect(walEvent(wal, disk.answered('read', 0, 'io'), disk)).toMatchObject({ type: 'failed' });
  });

  it('should leave other requests to the process', () => {
    const { wal, disk } = opened();
    expect(walEvent(wal, { op: 'read', token: 3, error: null, bytes: null }, disk)).toBeUndefined();
  });
});

describe('what a crash leaves of it', () => {
  /** A file with these records, one after another. */
  function file(...records: unknown[]): { bytes: Uint8Array; ends: number[] } {
    const parts: Uint8Array[] = [];
    const ends: number[] = [];
    let [chain, end] = [0, 0];
    for (const [index, record] of records.entries()) {
      const part = written(index, chain, record);
      parts.push(part.bytes);
      chain = part.chain;
      end += part.bytes.length;
      ends.push(end);
    }
    return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), ends };
  }

  it('should be the records before the first that is not whole', () => {
    const { bytes, ends } = file('a', { b: 'x'.repeat(2000) }, 'c');
    expect(recordsIn(bytes)).toEqual(['a', { b: 'x'.repeat(2000) }, 'c']);
    expect(foundIn(bytes).endBytes).toBe(ends[2]);
    const torn = bytes.slice();
    torn.fill(0, (ends[1] ?? 0) - 512, ends[1]);
    expect(foundIn(torn)).toMatchObject({ records: ['a'], endBytes: ends[0] });
    for (let length = 0; length < (ends[1] ?? 0); length += 97)
      expect(recordsIn(bytes.subarray(0, length)).length).toBeLessThan(2);
  });

  it('should not be followed by what an earlier life had written behind it', () => {
    const old = file('a', 'b', 'c');
    const next = file('a', 'B');
    const both = old.bytes.slice();
    both.set(next.bytes, 0); // `b` was torn, and `B` was written in its place; `c` is whole and in the right place
    expect(recordsIn(both)).toEqual(['a', 'B']);
  });
});
