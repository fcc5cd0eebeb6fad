import type { DiskCompletion } from '../process/disk.ts';
import type { Entry } from './entry.ts';
import { type Ctx, primaryOf, type Replica } from './group.ts';
import { HEADERS_FILE } from './headers.ts';
import { open, placeOnDisk } from './open.ts';
import { recover } from './recovery.ts';
import { becomePrimary } from './start-view.ts';
import type { ReplicaState } from './state.ts';
import { armResend, restartViewTimeout } from './timing.ts';
import { proposeLog, sendStartViewChange } from './view-change.ts';
import { promiseView } from './views.ts';
import { hasTail, scanWal, WAL_FILE, type WalImage } from './wal.ts';
import { inspectWal } from './wal-inspection.ts';
import { giveUp } from './wal-writer.ts';

const READ_BYTES = 1 << 20;

/** A start, the first one or after a crash: the disk is read before anything else. */
export function beginStart(ctx: Ctx): void {
  ctx.disk.read(WAL_FILE, 0, READ_BYTES, 0);
}

/** Reads that may fail in a row: an error may pass. */
const FAILED_READS_MAX = 8;

/** One piece of a file. The last one is shorter than asked. */
export function onRead(replica: Replica, state: ReplicaState, completion: DiskCompletion, ctx: Ctx): void {
  const { wal } = state;
  const file = wal.image === null ? WAL_FILE : HEADERS_FILE;
  const { bytes } = completion;
  if (bytes === null) {
    if (++wal.failedReads > FAILED_READS_MAX) giveUp(completion, ctx);
    ctx.disk.read(file, wal.read.length * READ_BYTES, READ_BYTES, wal.read.length);
    return;
  }
  wal.failedReads = 0;
  wal.read.push(bytes);
  if (bytes.length === READ_BYTES) {
    ctx.disk.read(file, wal.read.length * READ_BYTES, READ_BYTES, wal.read.length);
    return;
  }
  const whole = wal.read.length === 1 ? bytes : joined(wal.read);
  wal.read = [];
  if (!wal.twice) {
    replay(replica, state, scanWal(whole), whole, ctx);
  } else if (wal.image === null) {
    wal.image = whole;
    ctx.disk.read(HEADERS_FILE, 0, READ_BYTES, 0);
  } else {
    const log = wal.image;
    wal.image = null;
    inspect(replica, state, log, whole, ctx);
  }
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

/** The disk is not to be trusted: what the log says is compared with the headers, and recovered if it must be. */
function inspect(
  replica: Replica,
  state: ReplicaState,
  log: Uint8Array,
  headers: Uint8Array,
  ctx: Ctx,
): void {
  const found = inspectWal(log, headers);
  state.wal.slots = found.slots;
  state.wal.slotAt = found.slotAt;
  const { checkpointAt, checkpointBytes, damaged, lost } = found;
  if (lost || damaged.length > 0) {
    placeOnDisk(state, found);
    const { recovery } = state;
    recovery.lost = lost;
    recovery.log = found.log;
    recovery.damaged = damaged;
    if (checkpointBytes > 0) recovery.checkpoint = log.subarray(checkpointAt, checkpointAt + checkpointBytes);
    recover(replica, state, ctx);
    return;
  }
  replay(replica, state, { ...found, log: found.log as Entry[] }, log, ctx); // nothing is damaged
}

/**
 * Takes what the file says. A bad record is the tail that a crash tore, and is cut: nothing in it was ever acknowledged,
 * because that waits for a sync.
 */
function replay(replica: Replica, state: ReplicaState, image: WalImage, bytes: Uint8Array, ctx: Ctx): void {
  if (hasTail(bytes, image)) ctx.probe('restart-with-torn-tail');
  placeOnDisk(state, image);
  const { checkpointAt, checkpointBytes } = image;
  const checkpoint =
    checkpointBytes > 0 ? bytes.subarray(checkpointAt, checkpointAt + checkpointBytes) : null;
  open(replica, state, image.log, checkpoint, ctx);
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
