import type { ProcessId } from '../../process/ids.ts';
import { epochOf } from '../data/epochs.ts';
import type { GetState, LogSuffix, NewState, RequestStartView } from '../data/messages.ts';
import { readCheckpoint } from '../storage/checkpoint-format.ts';
import { canInstall, fetchedCheckpoint, installCheckpoint, sendPiece } from './checkpoint-transfer.ts';
import { learnCommit } from './commit.ts';
import { appendEarly } from './early.ts';
import { type Ctx, isDurablyNormal, primaryOf, type Replica } from './group.ts';
import { appendMissed, checksumAt, isChain, suffixOf } from './log.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { armResend } from './timing.ts';
import { promiseView } from './views.ts';

/** Maximum number of entries in a NewState. */
const TRANSFER_ENTRIES_MAX = 256;

/** Number of nonces of an incarnation. */
const NONCES = 0x1_0000_0000;

/** Differs between incarnations, so that answers to an earlier life are not taken. */
export function nextNonce(state: ReplicaState): number {
  state.transfer.count += 1;
  return state.incarnation * NONCES + state.transfer.count;
}

// T1: entries of this view were missed.

/**
 * Entries of this view's log are known to exist up to `goal`, and some are missing here. If this replica is
 * further behind than the pipeline is long, it asks at once; otherwise the Prepares may only be reordered,
 * and the resend timer decides.
 */
export function noteGap(replica: Replica, state: ReplicaState, goal: number, ctx: Ctx): void {
  if (goal > state.transfer.goal) state.transfer.goal = goal;
  if (goal > state.log.length + replica.config.pipelineMax) fillGap(replica, state, ctx);
  else armResend(replica, state, ctx);
}

/** Whether entries of this view are known to be missing here. */
export const hasGap = (state: ReplicaState): boolean =>
  state.transfer.nonce !== 0 || state.transfer.goal > state.log.length;

function fillGap(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.transfer.nonce !== 0) return; // a request is out; the resend timer repeats it, at another replica
  state.transfer.target = state.config.indexOf(primaryOf(state, state.view));
  state.transfer.nonce = nextNonce(state);
  sendGetState(replica, state, ctx);
  armResend(replica, state, ctx);
}

/** The resend timer found the gap still open: asks the primary first, then the other replicas in turn. */
export function retryGap(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { transfer, config } = state;
  skipToCheckpoint(replica, state, ctx);
  if (state.log.length >= transfer.goal) {
    transfer.nonce = 0;
    return;
  }
  if (transfer.nonce === 0) {
    fillGap(replica, state, ctx);
    return;
  }
  do transfer.target = (transfer.target + 1) % config.length;
  while (config[transfer.target] === state.self);
  transfer.nonce = nextNonce(state);
  sendGetState(replica, state, ctx);
}

function sendGetState(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const to = state.config[state.transfer.target];
  if (to === undefined || !isDurablyNormal(state)) return;
  const message: GetState = {
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    nonce: state.transfer.nonce,
    op: state.log.length,
    to,
    type: 'GetState',
    view: state.view,
  };
  ctx.send(to, message);
}

/** Answers only if it is normal in exactly this view (E15), and has more than the requester. */
export function onGetState(replica: Replica, state: ReplicaState, message: GetState, ctx: Ctx): void {
  if (message.view !== state.view || !isDurablyNormal(state)) return;
  if (message.op >= state.log.length) return;
  if (message.op < state.logBase) {
    sendPiece(replica, state, message.from, 0, 0, ctx);
    return;
  }
  const answer: NewState = {
    cluster: replica.config.cluster,
    commit: state.commitMax,
    epoch: state.epoch,
    from: state.self,
    nonce: message.nonce,
    suffix: suffixOf(state.log, message.op, message.op + TRANSFER_ENTRIES_MAX),
    to: message.from,
    type: 'NewState',
    view: state.view,
  };
  ctx.send(message.from, answer);
}

/** Whether this answers a request that was made in this view and incarnation. */
function isAnswer({ incarnation, transfer, view }: ReplicaState, message: NewState): boolean {
  const { nonce } = message;
  return message.view === view && nonce > incarnation * NONCES && nonce <= transfer.nonce;
}

/**
 * Extends the log; never replaces any of it. Useless if other entries have arrived meanwhile. An answer to an
 * earlier request is taken if it is of use: on a network that is slower than the resend timer there is no other
 * (F15). It is not a reason to ask at once, or each of several copies would be (F11).
 */
export function onNewState(replica: Replica, state: ReplicaState, message: NewState, ctx: Ctx): void {
  const { transfer, log } = state;
  if (state.status !== 'normal' || !isAnswer(state, message)) return;
  const { after, entries } = message.suffix;
  const first = entries[0];
  if (first === undefined || !isChain(message.suffix)) return;
  const isUseful = after === log.length && first.parent === checksumAt(log, after);
  if (!isUseful && message.nonce !== transfer.nonce) return;
  transfer.nonce = 0;
  if (isUseful) {
    appendMissed(state, entries, ctx);
    appendEarly(state, ctx);
    ctx.probe('state-transfer-t1');
    learnCommit(replica, state, message.commit, ctx);
  }
  transfer.goal = Math.max(transfer.goal, state.commitMax);
  if (hasGap(state)) fillGap(replica, state, ctx);
}

/**
 * The fetched checkpoint is complete, and beyond the log of this view. It is installed as its continuation,
 * and the rest is asked for from there. Its op must have been committed in this view or before; otherwise the
 * log of this view may not have it, and that of the later view is needed (F2).
 */
export function skipToCheckpoint(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const held = fetchedCheckpoint(state);
  if (held === undefined || held.op <= state.log.length || !isDurablyNormal(state)) return;
  if (epochOf(held.logView) > state.epoch) return; // the log of that epoch is asked for
  if (held.logView > state.view) {
    catchUp(replica, state, held.logView, ctx);
    return;
  }
  const parent = readCheckpoint(held.bytes, held.op)?.head.checksum;
  if (parent === undefined) return;
  const suffix: LogSuffix = { after: held.op, entries: [], parent };
  if (!canInstall(state, state.view, suffix)) return;
  installCheckpoint(replica, state, state.view, suffix, ctx);
  state.transfer.nonce = 0;
  state.transfer.early.clear();
  if (hasGap(state)) fillGap(replica, state, ctx);
}

// T2: a later view has started without this replica.

/**
 * A normal replica of a later view was heard. Promises that view at once. Log and log_view stay until all of
 * the new log is here: if a view change comes first, the old log counts as what it is (E2).
 */
export function catchUp(replica: Replica, state: ReplicaState, view: number, ctx: Ctx): void {
  promiseView(replica, state, view, 'catching-up', ctx);
}

/** Asks the primary for its StartView, once the promise is durable. */
export function requestStartView(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { durable, epoch, transfer, view } = state;
  if (durable.view !== view) return;
  const nonce = nextNonce(state);
  transfer.nonce = nonce;
  sendRequestStartView(replica, state, primaryOf(state, view), { epoch, nonce, view }, ctx);
}

/**
 * Asks all: the primary of a later view answers with its StartView, a member of a later epoch with news of
 * that.
 */
export function askWhoLeads(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { config, durable, epoch, self, transfer, view } = state;
  if (durable.view !== view) return;
  for (const to of config) {
    if (to !== self) sendRequestStartView(replica, state, to, { epoch, nonce: transfer.nonce, view }, ctx);
  }
}

/** Asks for a log that starts at what is executed here, or at the fetched checkpoint. */
export function sendRequestStartView(
  replica: Replica,
  state: ReplicaState,
  to: ProcessId,
  { epoch, nonce, view }: Pick<RequestStartView, 'epoch' | 'nonce' | 'view'>,
  ctx: Ctx,
): void {
  const message: RequestStartView = {
    cluster: replica.config.cluster,
    commit: fetchedCheckpoint(state)?.op ?? state.commit,
    epoch,
    from: state.self,
    nonce,
    to,
    type: 'RequestStartView',
    view,
  };
  ctx.send(to, message);
}
