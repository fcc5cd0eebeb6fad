import type { DiskCompletion } from '../process/disk.ts';
import { restoreCheckpoint } from './checkpoint.ts';
import { executeCommitted } from './commit.ts';
import { type Ctx, primaryOf, type Replica } from './group.ts';
import { becomePrimary } from './start-view.ts';
import type { ReplicaState } from './state.ts';
import { armResend, restartViewTimeout } from './timing.ts';
import { proposeLog, sendStartViewChange } from './view-change.ts';
import { promiseView } from './views.ts';
import { hasTail, scanWal, WAL_FILE } from './wal.ts';
import { appendOpen } from './wal-writer.ts';

const READ_BYTES = 1 << 20;

/** A start, the first one or after a crash: the disk is read before anything else. */
export function beginStart(ctx: Ctx): void {
  ctx.disk.read(WAL_FILE, 0, READ_BYTES, 0);
}

/** One piece of the WAL. The last one is shorter than asked. */
export function onRead(replica: Replica, state: ReplicaState, completion: DiskCompletion, ctx: Ctx): void {
  const { bytes, error } = completion;
  if (bytes === null) throw new Error(`vsr: cannot read the WAL: ${error}`);
  const { read } = state.wal;
  read.push(bytes);
  if (bytes.length === READ_BYTES) {
    ctx.disk.read(WAL_FILE, read.length * READ_BYTES, READ_BYTES, read.length);
    return;
  }
  const whole = read.length === 1 ? bytes : joined(read);
  state.wal.read = [];
  replay(replica, state, whole, ctx);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * Takes what the file says. A bad record is the tail that a crash tore, and is cut: nothing in it was ever acknowledged,
 * because that waits for a sync. The incarnation is written behind the cut before this replica takes part.
 */
function replay(replica: Replica, state: ReplicaState, bytes: Uint8Array, ctx: Ctx): void {
  const image = scanWal(bytes);
  if (hasTail(bytes, image)) ctx.probe('restart-with-torn-tail');
  state.view = image.view;
  state.logView = image.logView;
  state.svcView = image.view;
  state.log = image.log;
  state.commitMax = image.commit;
  state.durable.view = image.view;
  state.durable.logView = image.logView;
  state.durable.op = image.log.length;
  state.wal.end = image.end;
  state.wal.chain = image.chain;
  state.incarnation = image.incarnation + 1;
  appendOpen(state, state.incarnation, ctx);
  const { checkpointAt, checkpointBytes } = image;
  if (checkpointBytes > 0) {
    const checkpoint = bytes.subarray(checkpointAt, checkpointAt + checkpointBytes);
    restoreCheckpoint(replica, state, checkpoint, ctx);
  }
  executeCommitted(replica, state, ctx);
}

/**
 * The incarnation is durable: takes part, as what the disk says.
 * 1. log_view < view: a view change was going on. The DoViewChange that may have been sent is sent again, unchanged.
 * 2. Primary of its own view: Prepares may be out that are not on this disk, and preparing again would make two entries
 *    for one viewstamp. It leaves the view, which can have no primary any more (E10). A group of one does the same.
 * 3. Else a backup of the view that its log is of.
 */
export function takePart(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.logView < state.view) {
    state.status = 'view-change';
    state.svcQuorum = true;
    restartViewTimeout(replica, state, ctx);
    armResend(replica, state, ctx);
    sendStartViewChange(replica, state, ctx);
    proposeLog(replica, state, ctx);
    return;
  }
  const leads = primaryOf(state, state.view) === state.self;
  if (leads && state.incarnation > 1) {
    ctx.probe('primary-restart-new-view');
    promiseView(replica, state, state.view + 1, 'view-change', ctx);
    state.svcQuorum = replica.config.preVote; // nobody can need to be asked
    return;
  }
  if (leads) {
    becomePrimary(replica, state, ctx);
    return;
  }
  state.status = 'normal';
  state.timing.normalUs = ctx.now();
  restartViewTimeout(replica, state, ctx);
}
