import { checksum } from '../../process/codec.ts';
import type { DiskCompletion } from '../../process/disk.ts';
import { assert } from '../data/assert.ts';
import type { Entry } from '../data/entry.ts';
import type { SuperblockSeen } from '../data/observations.ts';
import type { HeldCheckpoint } from '../storage/checkpoint-format.ts';
import { countFailedRead } from '../storage/disk-errors.ts';
import { HEADERS_FILES } from '../storage/headers.ts';
import { ENTRY, WAL_FILES } from '../storage/records.ts';
import { BLANK, COPIES, openSuperblock, SUPERBLOCK_FILE } from '../storage/superblock.ts';
import { inspectWal } from '../storage/wal-inspection.ts';
import { emptyWal, hasTail, scanWal, type WalImage, type WalScan } from '../storage/wal-scan.ts';
import type { WalState } from '../storage/wal-state.ts';
import { leave } from './epoch-change.ts';
import { type Ctx, isMember, primaryOf, type Replica } from './group.ts';
import { adoptImage, open } from './open.ts';
import { recover } from './recovery.ts';
import { becomePrimary } from './start-view.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend, restartViewTimeout } from './timing.ts';
import { proposeLog, sendStartViewChange } from './view-change.ts';
import { promiseView } from './views.ts';

const READ_BYTES = 1 << 20;

/** Begins a start, the first one or after a crash, by reading the disk. */
export function beginStart(ctx: Ctx): void {
  ctx.disk.read(SUPERBLOCK_FILE, 0, READ_BYTES, 0);
}

function fileOf({ reading, superblock }: WalState): string {
  if (reading === 'superblock') return SUPERBLOCK_FILE;
  const files = reading === 'log' ? WAL_FILES : HEADERS_FILES;
  return files[superblock.half] as string; // 0 or 1
}

/** A piece of the current file was read. The last piece is shorter than asked for. */
export function onRead(replica: Replica, state: ReplicaState, completion: DiskCompletion, ctx: Ctx): void {
  const { wal } = state;
  const { bytes } = completion;
  if (bytes === null) {
    countFailedRead(wal, completion, ctx);
  } else {
    wal.failedReads = 0;
    wal.read.push(bytes);
    if (bytes.length < READ_BYTES) {
      const whole = wal.read.length === 1 ? bytes : joined(wal.read);
      wal.read = [];
      if (!onFile(replica, state, whole, ctx)) return;
    }
  }
  ctx.disk.read(fileOf(wal), wal.read.length * READ_BYTES, READ_BYTES, wal.read.length);
}

/** A file was read completely: superblock, log, or headers. Returns whether another one follows. */
function onFile(replica: Replica, state: ReplicaState, whole: Uint8Array, ctx: Ctx): boolean {
  const { wal } = state;
  switch (wal.reading) {
    case 'superblock':
      if (!takeSuperblock(replica, state, whole, ctx)) return false;
      wal.reading = 'log';
      return true;
    case 'log':
      if (!wal.twice) {
        replay(replica, state, scanWal(whole, emptyWal(wal.superblock.chain)), whole, ctx);
        return false;
      }
      wal.image = whole;
      wal.reading = 'headers';
      return true;
    case 'headers': {
      const log = wal.image ?? whole; // read before the headers
      wal.image = null;
      inspect(replica, state, log, whole, ctx);
      return false;
    }
  }
}

/** Whether the superblock names a log file. If not, everything on the disk is lost. */
function takeSuperblock(replica: Replica, state: ReplicaState, bytes: Uint8Array, ctx: Ctx): boolean {
  const { wal } = state;
  const { block, highest, wrong } = openSuperblock(bytes);
  if (block === undefined || (block === BLANK && wal.twice)) {
    const told: SuperblockSeen = { type: 'superblock-lost', sequence: 0 };
    ctx.observe(told);
    if (!wal.twice) ctx.stop('the superblock cannot be read');
    wal.superblock = { sequence: highest + 1, half: 0, chain: 1 + ctx.random(0x7fff_ffff), parent: 0 };
    wal.copies = Array.from({ length: COPIES }, (_, copy) => copy);
    startWithoutDisk(replica, state, ctx);
    return false;
  }
  wal.superblock = block;
  wal.copies = wrong; // put right before anything is said
  const told: SuperblockSeen = { type: 'superblock-opened', sequence: block.sequence };
  if (block !== BLANK) ctx.observe(told);
  if (wrong.length > 0) ctx.probe('superblock-repaired');
  return true;
}

/** Starts without anything from the disk. */
function startWithoutDisk(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  adoptImage(state, emptyWal(state.wal.superblock.chain));
  state.recovery.lost = true;
  recover(replica, state, ctx);
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

/** A distrusted disk: compares the log with its headers, and recovers if something is damaged. */
function inspect(
  replica: Replica,
  state: ReplicaState,
  log: Uint8Array,
  headers: Uint8Array,
  ctx: Ctx,
): void {
  const found = inspectWal(log, headers, state.wal.superblock.chain);
  state.wal.slots = found.slots;
  state.wal.slotAt = found.slotAt;
  const { damaged, lost } = found;
  if (lost || damaged.length > 0) {
    adoptImage(state, found);
    const { recovery } = state;
    recovery.lost = lost;
    recovery.log = found.log;
    recovery.damaged = damaged;
    recovery.misplaced = found.misplaced;
    if (damaged.some(({ slot }) => slot.kind === ENTRY && slot.about === found.log.length))
      ctx.probe('damaged-head');
    recovery.checkpoint = checkpointOf(found);
    recover(replica, state, ctx);
    return;
  }
  replay(replica, state, { ...found, log: found.log as Entry[] }, log, ctx); // nothing is damaged
}

/**
 * Takes over the contents of the log file. A bad record is a tail torn by a crash, and is cut: nothing in it
 * was acknowledged, because that waits for a sync.
 */
function replay(replica: Replica, state: ReplicaState, image: WalImage, bytes: Uint8Array, ctx: Ctx): void {
  if (hasTail(bytes, image)) ctx.probe('restart-with-torn-tail');
  adoptImage(state, image);
  const isUnused = image.view === 0 && !isMember(state, state.self); // never a member of any group
  if (state.wal.inMemory && image.incarnation > 0 && !isUnused) {
    state.recovery.lost = true;
    recover(replica, state, ctx);
    return;
  }
  open(replica, state, image.log, checkpointOf(image), ctx);
}

const checkpointOf = ({ checkpoint, checkpointOp }: WalScan<unknown>): HeldCheckpoint | null =>
  checkpoint === null ? null : { op: checkpointOp, bytes: checkpoint, sum: checksum(checkpoint) };

/**
 * All that the start wrote is durable: takes part according to what was on the disk. More than the incarnation can be
 * on its way: 1. the Commit of the last op of an epoch overtakes its Prepare, so the record of the entry carries the
 * commit number; 2. a crash loses the record of the next epoch, behind it; 3. the start executes the op again and
 * writes that record again, and the first sync covers only the incarnation.
 * 1. log_view < view: a view change was in progress. The DoViewChange that may have been sent is sent again,
 *    unchanged.
 * 2. Primary of its own view: Prepares may be out that are not on this disk, and preparing again would make
 *    two entries for one viewstamp. It leaves the view, which can have no primary any more (E10). A group of
 *    one does the same.
 * 3. Otherwise a backup of the view of its log. A replica that is no member was one in the previous epoch, or
 *    may become one.
 */
export function takePart(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  assert(
    state.incarnation > 0 && state.wal.pending.length === 0,
    'a start before all that it wrote is durable',
  );
  assert(state.durable.view === state.view, 'a start with a view that is not durable');
  if (!isMember(state, state.self)) {
    if (state.epoch > 0) leave(replica, state, ctx);
    else state.status = 'transitioning';
    return;
  }
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
    state.svcQuorum = replica.config.preVote; // this view can have no primary, so nobody is asked
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
