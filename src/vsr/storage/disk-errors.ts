import type { DiskCompletion } from '../../process/disk.ts';
import type { Context } from '../../process/process.ts';
import type { Message } from '../data/messages.ts';
import type { WalState } from './wal-state.ts';

/** Reads that may fail in a row: an error may pass. */
const FAILED_READS_MAX = 8;

/** The disk does not do what it is asked to. */
export function giveUp({ error, op }: DiskCompletion, ctx: Context<Message>): never {
  ctx.probe('stopped-on-disk-error');
  return ctx.stop(`${op} failed: ${error}`);
}

/** A read has failed, and is to be asked for again. One that never works would be asked for for ever. */
export function countFailedRead(wal: WalState, completion: DiskCompletion, ctx: Context<Message>): void {
  if (++wal.failedReads > FAILED_READS_MAX) giveUp(completion, ctx);
}
