import { type DiskCompletion, SECTOR_BYTES } from '../../process/disk.ts';
import type { Context } from '../../process/process.ts';
import { assert } from '../data/assert.ts';
import type { Message } from '../data/messages.ts';
import type { SuperblockSeen } from '../data/observations.ts';
import { countFailedRead } from './disk-errors.ts';
import { COPIES, digestOf, makeCopy, SUPERBLOCK_BYTES, SUPERBLOCK_FILE, wrongCopies } from './superblock.ts';
import type { WalState } from './wal-state.ts';

export const SUPERBLOCK_TOKEN = -4;

/**
 * Makes the other log file the current one, with a first record that follows `chain`. Its superblock has no
 * copy on the disk yet.
 */
export function switchFile(wal: WalState, chain: number, ctx: Context<Message>): void {
  const { half, sequence } = wal.superblock;
  assert(wal.copies.length === 0, 'the superblock changes before all its copies are written');
  wal.superblock = {
    sequence: sequence + 1,
    half: 1 - half,
    chain,
    parent: digestOf(wal.superblock),
  };
  if (sequence > 1) ctx.probe('log-file-used-again');
  wal.copies = Array.from({ length: COPIES }, (_, copy) => copy);
}

/** Writes the first missing copy. */
export function writeCopy(wal: WalState, ctx: Context<Message>): void {
  const [copy] = wal.copies;
  if (copy === undefined) return;
  wal.copyInFlight = true;
  ctx.point('before-superblock');
  ctx.disk.write(SUPERBLOCK_FILE, copy * SECTOR_BYTES, makeCopy(wal.superblock, copy), SUPERBLOCK_TOKEN);
}

/**
 * A copy has been written or synced. Continues with the next step; returns whether no copy is missing any
 * more.
 */
export function onCopy(wal: WalState, { op }: DiskCompletion, ctx: Context<Message>): boolean {
  if (op === 'write') {
    ctx.disk.sync(SUPERBLOCK_FILE, SUPERBLOCK_TOKEN);
    return false;
  }
  assert(wal.copyInFlight && wal.copies.length > 0, 'completion of a superblock copy that was not written');
  if (wal.twice && wal.copies.length === 1) {
    ctx.disk.read(SUPERBLOCK_FILE, 0, SUPERBLOCK_BYTES, SUPERBLOCK_TOKEN);
    return false;
  }
  wal.copies.shift();
  return onCopies(wal, ctx);
}

/** The copies on a distrusted disk have been read back. Returns whether no copy is missing. */
export function onSuperblockRead(wal: WalState, completion: DiskCompletion, ctx: Context<Message>): boolean {
  const { bytes } = completion;
  if (bytes === null) {
    countFailedRead(wal, completion, ctx);
    ctx.disk.read(SUPERBLOCK_FILE, 0, SUPERBLOCK_BYTES, SUPERBLOCK_TOKEN);
    return false;
  }
  wal.failedReads = 0;
  wal.copies = wrongCopies(bytes, wal.superblock);
  if (wal.copies.length > 0) ctx.probe('superblock-written-again');
  return onCopies(wal, ctx);
}

function onCopies(wal: WalState, ctx: Context<Message>): boolean {
  wal.copyInFlight = false;
  if (wal.copies.length > 0) {
    writeCopy(wal, ctx);
    return false;
  }
  const told: SuperblockSeen = { type: 'superblock-written', sequence: wal.superblock.sequence };
  ctx.observe(told);
  return true;
}
