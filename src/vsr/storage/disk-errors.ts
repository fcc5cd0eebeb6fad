import type { DiskCompletion } from '../../process/disk.ts';
import type { Context } from '../../process/process.ts';
import type { Message } from '../data/messages.ts';
import type { WalState } from './wal-state.ts';

/** Consecutive failed reads that are retried: an error may be transient. */
const FAILED_READS_MAX = 8;

/** Stops the replica: its disk has failed. */
export function giveUp({ error, op }: DiskCompletion, ctx: Context<Message>): never {
  ctx.probe('stopped-on-disk-error');
  return ctx.stop(`${op} failed: ${error}`);
}

/** Counts a failed read, which is going to be retried. Stops the replica after too many. */
export function countFailedRead(wal: WalState, completion: DiskCompletion, ctx: Context<Message>): void {
  if (++wal.failedReads > FAILED_READS_MAX) giveUp(completion, ctx);
}
