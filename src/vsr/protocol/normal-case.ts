import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import { type Entry, isIntact } from '../data/entry.ts';
import type { Commit, Prepare, PrepareOk } from '../data/messages.ts';
import { advanceCommit, learnCommit } from './commit.ts';
import { appendEarly, keepEarly } from './early.ts';
import { type Ctx, isDurablyNormal, isNormalPrimary, primaryOf, type Replica } from './group.ts';
import { appendToLog, checksumAt, contradicts } from './log.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { catchUp, noteGap } from './state-transfer.ts';
import { heardBackup, heardPrimary, noteRoundTrip } from './timing.ts';

/**
 * Sends one entry to one backup. Its own disk write may still be in progress: only the own acknowledgement
 * waits for that.
 */
export function sendPrepare(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  entry: Entry,
  ctx: Ctx,
): void {
  const message: Prepare = {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    entry,
    epoch: state.epoch,
    from: state.self,
    to,
    type: 'Prepare',
    view: state.view,
  };
  ctx.send(to, message);
}

/** Takes the next entry of this view's log from its primary. */
export function onPrepare(replica: Replica, state: ReplicaState, message: Prepare, ctx: Ctx): void {
  if (!isFromPrimary(replica, state, message.view, message.from, ctx)) return;
  const { entry } = message;
  const head = state.log.length;
  if (!isIntact(entry)) return;
  if (entry.op === head + 1) {
    if (entry.parent !== checksumAt(state.log, head)) return;
    appendToLog(state, entry, ctx);
    if (state.transfer.early.size > 0) appendEarly(state, ctx);
  } else if (entry.op > head) {
    // appending over a gap would acknowledge entries that are not here (V02)
    learnCommit(replica, state, message.commit, ctx);
    keepEarly(replica, state, entry);
    noteGap(replica, state, entry.op, ctx);
    return;
  } else if (entry.op <= state.durable.op && !contradicts(state, entry.op, entry.checksum)) {
    sendPrepareOk(replica, state, ctx); // a retransmission: the PrepareOk may have been lost
  }
  learnCommit(replica, state, message.commit, ctx);
}

/** Whether to handle a message from the primary of `view`. Catches up if the view is a later one. */
export function isFromPrimary(
  replica: Replica,
  state: ReplicaState,
  view: number,
  from: ProcessId,
  ctx: Ctx,
): boolean {
  if (from !== primaryOf(state, view)) return false;
  if (view > state.view) {
    catchUp(replica, state, view, ctx);
    return false;
  }
  // an older view was left for good; in a view that is not normal here the log is not known until its
  // StartView comes
  if (view < state.view || state.status !== 'normal') return false;
  heardPrimary(replica, state, ctx);
  return true;
}

/** Acknowledges all entries of this view's log that are durable here. */
export function sendPrepareOk(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!isDurablyNormal(state)) return;
  const to = primaryOf(state, state.view);
  const { op } = state.durable;
  assert(op <= state.log.length, 'more entries are acknowledged than there are');
  if (op < state.logBase) return; // a checkpoint that is not durable yet stands for it
  const message: PrepareOk = {
    checksum: checksumAt(state.log, op),
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    op,
    to,
    type: 'PrepareOk',
    view: state.view,
  };
  ctx.send(to, message);
}

/**
 * A backup holds all entries up to `op`. The highest op per replica counts, not messages, and never falls
 * within a view.
 */
export function onPrepareOk(replica: Replica, state: ReplicaState, message: PrepareOk, ctx: Ctx): void {
  if (message.view !== state.view || !isNormalPrimary(state)) return;
  const { from, op } = message;
  if (op > state.log.length || contradicts(state, op, message.checksum)) return;
  const now = ctx.now();
  heardBackup(replica, state, from, now);
  noteRoundTrip(replica, state, from, op, now);
  if (op <= (state.acked[from] ?? 0)) return;
  state.acked[from] = op;
  if (op > state.commitMax) advanceCommit(replica, state, ctx);
}

/**
 * Heartbeat. The answer shows the primary that it is heard, and repeats an acknowledgement that may have been
 * lost.
 */
export function onCommit(replica: Replica, state: ReplicaState, message: Commit, ctx: Ctx): void {
  if (!isFromPrimary(replica, state, message.view, message.from, ctx)) return;
  learnCommit(replica, state, message.commit, ctx);
  if (message.commit > state.log.length) noteGap(replica, state, message.commit, ctx);
  sendPrepareOk(replica, state, ctx);
}

/** Resends uncommitted entries to the backups that have not acknowledged them. */
export function resendPrepares(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  state.timing.sentUs = ctx.now();
  state.timing.timedOp = 0; // an answer could be to either transmission (Karn)
  for (const to of state.config) {
    if (to === state.self) continue;
    const after = Math.max(state.acked[to] ?? 0, state.commitMax);
    for (let op = after; op < state.log.length; op++) {
      const entry = state.log[op];
      if (entry !== undefined) sendPrepare(replica, state, to, entry, ctx);
    }
  }
}

/** More of the log, or log_view, has become durable at a normal replica. */
export function onDurableEntries(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!isDurablyNormal(state)) return;
  if (!isNormalPrimary(state)) {
    sendPrepareOk(replica, state, ctx);
    return;
  }
  state.acked[state.self] = state.durable.op;
  if (state.durable.op > state.commitMax) advanceCommit(replica, state, ctx);
}
