import { assert } from '../data/assert.ts';
import type { Entry } from '../data/entry.ts';
import { epochOf } from '../data/epochs.ts';
import type { HeldCheckpoint } from '../storage/checkpoint-format.ts';
import type { WalScan } from '../storage/wal-scan.ts';
import { appendOpen } from '../storage/wal-writer.ts';
import { restoreCheckpoint } from './checkpoint.ts';
import { executeCommitted } from './commit.ts';
import type { Ctx, Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { joinEpoch } from './views.ts';

/** Takes the state of a log file except the entries, and continues writing behind it. */
export function adoptImage(state: ReplicaState, image: WalScan<unknown>): void {
  state.view = image.view;
  state.logView = image.logView;
  if (image.config !== null) joinEpoch(state, epochOf(image.logView), image.config);
  assert(image.logView <= image.view, 'log_view is above the view on the disk');
  state.svcView = image.view;
  state.commitMax = image.commit;
  state.incarnation = image.incarnation;
  if (image.generations.length > 0) state.generations = image.generations;
  state.durable.view = image.view;
  state.durable.logView = image.logView;
  state.durable.generations = state.generations;
  state.wal.end = image.end;
  state.wal.chain = image.chain;
}

/** The op below which the log has holes. 0: none. */
function baseOfLog(log: readonly (Entry | undefined)[]): number {
  if (log.length === 0 || log[0] !== undefined) return 0;
  let base = 1;
  while (log[base - 1] === undefined) base++;
  return base;
}

/**
 * The log is complete. Begins a new incarnation on the disk, and executes what is committed. The replica
 * takes part when the incarnation is durable.
 */
export function open(
  replica: Replica,
  state: ReplicaState,
  log: Entry[],
  checkpoint: HeldCheckpoint | null,
  ctx: Ctx,
): void {
  state.log = log;
  state.logBase = baseOfLog(log);
  assert(log.length === 0 || log[log.length - 1]?.op === log.length, 'the log on the disk has no head');
  assert(state.logBase <= (checkpoint?.op ?? 0), 'no checkpoint stands for the start of the log');
  state.durable.op = log.length;
  state.incarnation += 1;
  appendOpen(state, state.incarnation, ctx);
  if (checkpoint !== null) restoreCheckpoint(replica, state, checkpoint, ctx);
  executeCommitted(replica, state, ctx);
}
