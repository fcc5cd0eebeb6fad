import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import { partsOf } from '../data/entry.ts';
import { epochOf } from '../data/epochs.ts';
import type { EpochLog, LogSuffix, RequestStartView, StartView } from '../data/messages.ts';
import { canInstall, installCheckpoint, sendPiece } from './checkpoint-transfer.ts';
import { advanceCommit, executeCommitted } from './commit.ts';
import { type Ctx, isDurablyNormal, isNormalPrimary, primaryOf, type Replica } from './group.ts';
import { installLog, isChain, lastOp, suffixOf } from './log.ts';
import { sendPrepareOk } from './normal-case.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { catchUp, requestStartView } from './state-transfer.ts';
import { HEARTBEAT_TIMER, heardPrimary, restartViewTimeout } from './timing.ts';
import { enterView } from './views.ts';

/**
 * Installs the log of `view`: `suffix` on top of the executed prefix, or of the fetched checkpoint. In memory
 * at once, on the disk by one record. The commit number is raised, never set (E5). Executes nothing.
 */
export function install(
  replica: Replica,
  state: ReplicaState,
  view: number,
  suffix: LogSuffix,
  commitMax: number,
  ctx: Ctx,
): void {
  if (commitMax > state.commitMax) state.commitMax = commitMax;
  if (suffix.after > state.commit) installCheckpoint(replica, state, view, suffix, ctx);
  else installLog(state, view, suffix, ctx);
  assert(state.logView === view, 'the installed log is of another view');
  assert(state.log.length >= state.commit, 'the installed log lacks executed ops');
  restartViewTimeout(replica, state, ctx);
}

/** The primary's view and log are durable: it becomes normal, tells all, and then serves. */
export function startView(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  becomePrimary(replica, state, ctx);
  ctx.probe('view-change');
  if (state.log.length > state.commitMax) ctx.probe('view-change-with-uncommitted-tail');
  for (const to of state.config) {
    if (to === state.self) continue;
    const after = Math.min(state.dvc.get(to)?.suffix.after ?? state.commit, state.commit);
    sendStartView(replica, state, to, after, 0, ctx);
  }
  executeCommitted(replica, state, ctx);
  advanceCommit(replica, state, ctx); // a group of one needs no other acknowledgement
}

/** Becomes the normal primary of the view that its log is of. */
export function becomePrimary(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  assert(primaryOf(state, state.view) === state.self, 'a view starts at another replica than its primary');
  assert(state.logView === state.view, 'a view starts without its log');
  assert(state.durable.logView === state.view, 'a view starts before its log is durable');
  const now = ctx.now();
  const { timing } = state;
  ctx.point('become-primary');
  state.status = 'normal';
  state.suspects = false;
  state.viewStartOp = state.log.length;
  state.acked[state.self] = state.durable.op;
  indexInFlight(state);
  timing.ackedUs.fill(now);
  timing.normalUs = now;
  timing.progressUs = now;
  timing.sentUs = now;
  ctx.setTimer(HEARTBEAT_TIMER, replica.config.heartbeatUs);
  restartViewTimeout(replica, state, ctx);
}

/**
 * Indexes the requests that are in the log and not executed, so that retries are not prepared again (E12).
 */
function indexInFlight(state: ReplicaState): void {
  for (let i = state.commit; i < state.log.length; i++) {
    const entry = state.log[i];
    if (entry === undefined) continue;
    for (const { client } of partsOf(entry)) state.inFlight.set(client, entry.op);
  }
}

/** Sends the log of this view from `after` on, as far as it is durable here. */
export function sendStartView(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  after: number,
  nonce: number,
  ctx: Ctx,
): void {
  const from = Math.max(after, state.logBase);
  if (!isDurablyNormal(state) || from > state.durable.op) return; // the receiver will ask again
  const message: StartView = {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    epoch: state.epoch,
    from: state.self,
    nonce,
    suffix: suffixOf(state.log, from, state.durable.op),
    to,
    type: 'StartView',
    view: state.view,
  };
  ctx.send(to, message);
}

/**
 * The sender has promised this view and needs its log (T2), or is in an earlier epoch and needs any log of
 * this one.
 */
export function onRequestStartView(
  replica: Replica,
  state: ReplicaState,
  message: RequestStartView,
  ctx: Ctx,
): void {
  const { commit, from, nonce, view } = message;
  if (state.status === 'recovering') return;
  const isNew = epochOf(view) < state.epoch;
  if (view > state.view || !(isNew || isNormalPrimary(state))) return;
  if (commit < state.logBase) sendPiece(replica, state, from, 0, 0, ctx);
  else if (isNew) sendEpochLog(replica, state, from, commit, ctx);
  else sendStartView(replica, state, from, commit, nonce, ctx);
}

/**
 * Sends all of the log that is durable here, with its log_view: a replica that installs it is where this one
 * is. In any status: the receiver may be what the group lacks for a quorum, so that no view has a primary
 * without it (F1). With less than all of the log it could beat replicas that hold what an earlier view
 * committed.
 */
function sendEpochLog(replica: Replica, state: ReplicaState, to: ProcessId, after: number, ctx: Ctx): void {
  const { durable, epoch, log, logView } = state;
  if (epochOf(logView) !== epoch || durable.logView !== logView || after > durable.op) return;
  const message: EpochLog = {
    cluster: replica.config.cluster,
    commit: Math.min(state.commitMax, durable.op),
    epoch,
    from: state.self,
    suffix: suffixOf(log, after, durable.op),
    to,
    type: 'EpochLog',
    view: logView,
  };
  ctx.send(to, message);
}

/**
 * Takes the log of a view from its primary. A replica that is normal in this view has this log already, and
 * maybe acknowledged more: it only acknowledges again (E8).
 */
export function onStartView(replica: Replica, state: ReplicaState, message: StartView, ctx: Ctx): void {
  const { view, suffix } = message;
  if (message.from !== primaryOf(state, view) || view < state.view) return;
  if (view === state.logView) {
    heardPrimary(replica, state, ctx);
    sendPrepareOk(replica, state, ctx);
    return;
  }
  if (!isChain(suffix)) return;
  if (!canInstall(state, view, suffix)) {
    // The suffix starts above what is executed here, or cannot be written yet. An answer that was asked for
    // is asked for again by the resend timer only: at once would be a loop at the speed of the network (F11).
    if (view > state.view) catchUp(replica, state, view, ctx);
    else if (message.nonce === 0) requestStartView(replica, state, ctx);
    return;
  }
  if (lastOp(suffix) < state.commit) return;
  if (state.status === 'catching-up') ctx.probe('state-transfer-t2');
  enterView(state, view, 'normal');
  install(replica, state, view, suffix, message.commit, ctx);
  state.timing.normalUs = ctx.now();
  executeCommitted(replica, state, ctx);
}
