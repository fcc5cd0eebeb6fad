import { restoreCheckpoint } from './checkpoint.ts';
import { executeCommitted } from './commit.ts';
import type { Entry } from './entry.ts';
import type { Ctx, Replica } from './group.ts';
import type { ReplicaState } from './state.ts';
import type { WalScan } from './wal.ts';
import { appendOpen } from './wal-writer.ts';

/** Takes over what a log file says about everything but the entries, and goes on writing behind it. */
export function placeOnDisk(state: ReplicaState, image: WalScan<unknown>): void {
  state.view = image.view;
  state.logView = image.logView;
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

/** The log is whole: a new incarnation begins on disk, and takes part when that is durable. What is committed is executed. */
export function open(
  replica: Replica,
  state: ReplicaState,
  log: Entry[],
  checkpoint: Uint8Array | null,
  ctx: Ctx,
): void {
  state.log = log;
  state.durable.op = log.length;
  state.incarnation += 1;
  appendOpen(state, state.incarnation, ctx);
  if (checkpoint !== null) restoreCheckpoint(replica, state, checkpoint, ctx);
  executeCommitted(replica, state, ctx);
}
