import { beforeEach, describe, expect, it } from 'vitest';
import type { DiskCompletion } from '../../process/disk.ts';
import { processId } from '../../process/ids.ts';
import type { Context } from '../../process/process.ts';
import { kv } from '../../service/kv.ts';
import { createReplica } from '../protocol/replica.ts';
import { testConfig } from '../testing/test-config.ts';
import { makeCopy, SUPERBLOCK_BYTES } from './superblock.ts';
import { onSuperblockRead, SUPERBLOCK_TOKEN, switchFile } from './superblock-writer.ts';
import type { WalState } from './wal-state.ts';

const asked = { reads: 0, writes: 0 };
const ctx = {
  disk: {
    read: () => asked.reads++,
    write: () => asked.writes++,
  },
  observe() {},
  point() {},
  probe() {},
  stop(reason: string): never {
    throw new Error(reason);
  },
} as unknown as Context<never>; // the members that the writer uses

const failed: DiskCompletion = { op: 'read', token: SUPERBLOCK_TOKEN, error: 'io', bytes: null };

describe('reading the superblock back', () => {
  let wal: WalState;
  beforeEach(() => {
    wal = createReplica(testConfig(3, { distrustsDisk: true }), kv).init(processId(1)).wal;
    switchFile(wal, 99, ctx);
    asked.reads = 0;
    asked.writes = 0;
  });

  const written = (copies: readonly number[]): DiskCompletion => {
    const bytes = new Uint8Array(SUPERBLOCK_BYTES);
    for (const copy of copies) bytes.set(makeCopy(wal.superblock, copy), copy * (SUPERBLOCK_BYTES / 4));
    return { op: 'read', token: SUPERBLOCK_TOKEN, error: null, bytes };
  };

  it('should ask again after an error, and stop when every read fails', () => {
    for (let i = 0; i < 8; i++) expect(onSuperblockRead(wal, failed, ctx)).toBe(false);
    expect(asked.reads).toBe(8);
    expect(() => onSuperblockRead(wal, failed, ctx)).toThrow('read failed: io');
    expect(asked.reads).toBe(8);
  });

  it('should count only errors in a row', () => {
    for (let i = 0; i < 8; i++) onSuperblockRead(wal, failed, ctx);
    expect(onSuperblockRead(wal, written([0, 1]), ctx)).toBe(false);
    expect(wal.copies).toEqual([2, 3]);
    expect(asked.writes).toBe(1);
    for (let i = 0; i < 8; i++) onSuperblockRead(wal, failed, ctx);
    expect(onSuperblockRead(wal, written([0, 1, 2, 3]), ctx)).toBe(true);
    expect(wal.copies).toEqual([]);
  });
});
