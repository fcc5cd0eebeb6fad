import type { ProcessId } from '../../process/ids.ts';
import { assert } from '../data/assert.ts';
import { quorumOf } from '../data/config.ts';
import { epochOf, firstViewOf, isConfig, primaryIn } from '../data/epochs.ts';
import type { EpochLog, EpochStarted, ReplicaMessage, StartEpoch } from '../data/messages.ts';
import { canInstall } from './checkpoint-transfer.ts';
import { executeCommitted } from './commit.ts';
import { beginEpoch, sendStartEpoch } from './epoch-change.ts';
import { type Ctx, isMember, type Replica } from './group.ts';
import { isChain, lastOp } from './log.ts';
import { recoverInEpoch, restartAsNewcomer } from './recovery.ts';
import { install } from './start-view.ts';
import type { NextEpoch, ReplicaState } from './state/replica-state.ts';
import { nextNonce, sendRequestStartView } from './state-transfer.ts';
import { armResend } from './timing.ts';
import { enterView, joinEpoch } from './views.ts';

/**
 * An epoch has started without this replica, which joins it or has missed the end of its own epoch. It asks
 * for the log of the new epoch, and takes part when it has that (R04). Until then it goes on in its own
 * epoch. That is harmless, since the epoch has ended; and necessary: if only the replica that told it has the
 * log of the new epoch, and dies, the old group must be able to end its epoch again.
 */
export function onStartEpoch(replica: Replica, state: ReplicaState, message: StartEpoch, ctx: Ctx): void {
  const { config, epoch, from, settled, view } = message;
  if (!isConfig(config) || epochOf(view) !== epoch) return;
  if (epoch < state.epoch) {
    sendStartEpoch(replica, state, from, ctx); // the sender is behind, too
    return;
  }
  const joins = config.includes(state.self);
  if (state.status === 'recovering') {
    // Mode M: the view on the disk names the last epoch in which something was promised. In a later epoch, or
    // as no member of this one, nothing was.
    const promised = epochOf(state.view);
    if (!state.wal.inMemory || epoch < promised || (epoch === promised && joins)) {
      if (epoch > state.epoch) recoverInEpoch(replica, state, epoch, config, ctx);
      return;
    }
    restartAsNewcomer(state, ctx);
    return; // the resend timer of the sender repeats this message
  }
  if (epoch === state.epoch) {
    answerStartEpoch(replica, state, message, ctx);
    return;
  }
  // mode M: a promise made in that epoch may be forgotten (F9)
  if (epoch <= epochOf(state.view)) return;
  if (!joins && state.status === 'transitioning') return;
  if (!joins && (settled || state.status === 'leaving' || state.status === 'retired')) {
    // enough members have the log; or this replica waits for the members of an epoch that has ended
    retire(state, ctx);
    if (settled) joinEpoch(state, epoch, config);
    return;
  }
  noteEpoch(replica, state, message, ctx);
}

function noteEpoch(replica: Replica, state: ReplicaState, message: StartEpoch, ctx: Ctx): void {
  const { config, epoch, from, old, view } = message;
  const { next } = state;
  if (next !== null && (next.epoch > epoch || (next.epoch === epoch && next.view >= view))) return;
  const sources = [...new Set([from, ...config, ...old])].filter((id) => id !== state.self);
  state.next = { epoch, config, view, sources, asked: 0 };
  askForEpoch(replica, state, state.next, ctx);
  armResend(replica, state, ctx);
}

/**
 * Asks for the log of the next epoch: in turn the primary of its highest known view, and one of the others.
 */
export function askForEpoch(replica: Replica, state: ReplicaState, next: NextEpoch, ctx: Ctx): void {
  const turn = next.asked >> 1;
  const to =
    next.asked % 2 === 0 ? primaryIn(next.config, next.view) : next.sources[turn % next.sources.length];
  next.asked += 1;
  if (to === undefined) return;
  if (to === state.self)
    askForEpoch(replica, state, next, ctx); // this replica will lead the first view once it has the log
  else ask(replica, state, to, next.epoch, ctx);
}

/** The question names view 0: it must claim nothing about views that are not durable (F3). */
function ask(replica: Replica, state: ReplicaState, to: ProcessId, epoch: number, ctx: Ctx): void {
  sendRequestStartView(replica, state, to, { epoch, nonce: nextNonce(state), view: 0 }, ctx);
}

/** The sender is in a later epoch: asks it about that, or takes the log it sends. */
export function onLaterEpoch(replica: Replica, state: ReplicaState, message: ReplicaMessage, ctx: Ctx): void {
  const { next, status } = state;
  if (status === 'recovering' || next === null || next.epoch < message.epoch) {
    ask(replica, state, message.from, state.epoch, ctx);
  } else if (next.epoch === message.epoch && message.type === 'EpochLog') {
    takeEpoch(replica, state, next, message, ctx);
  }
}

/**
 * The sender is in an earlier epoch, and is told of this one: all replicas that it knows may be gone (E19,
 * R07).
 */
export function onEarlierEpoch(replica: Replica, state: ReplicaState, from: ProcessId, ctx: Ctx): void {
  if (state.status === 'recovering') return;
  ctx.probe('told-of-epoch');
  sendStartEpoch(replica, state, from, ctx);
}

/** Installs the log of the next epoch. Uncommitted entries of the old epoch are dropped. */
function takeEpoch(
  replica: Replica,
  state: ReplicaState,
  next: NextEpoch,
  message: EpochLog,
  ctx: Ctx,
): void {
  const { suffix, view } = message;
  const { config, epoch } = next;
  if (epochOf(view) !== epoch) return;
  if (view !== firstViewOf(epoch) && primaryIn(config, view) === state.self) return; // then it must have had this log before
  if (!isChain(suffix) || !canInstall(state, view, suffix) || lastOp(suffix) < state.commit) return;
  if (state.status === 'transitioning') ctx.probe('joined');
  else if (epoch > state.epoch + 1) ctx.probe('two-epochs-missed');
  else ctx.probe('epoch-missed');
  assert(epoch > state.epoch, 'the epoch falls');
  state.oldConfig = state.config;
  joinEpoch(state, epoch, config);
  enterView(state, view, 'normal');
  install(replica, state, view, suffix, message.commit, ctx);
  beginEpoch(replica, state, ctx);
  executeCommitted(replica, state, ctx);
}

/** Confirms that this member has the log of its epoch, durably. */
function answerStartEpoch(
  replica: Replica,
  state: ReplicaState,
  { from, settled }: StartEpoch,
  ctx: Ctx,
): void {
  if (settled && state.status === 'leaving') retire(state, ctx);
  if (!isMember(state, state.self) || state.durable.logView < firstViewOf(state.epoch)) return;
  const answer: EpochStarted = {
    cluster: replica.config.cluster,
    epoch: state.epoch,
    from: state.self,
    to: from,
    type: 'EpochStarted',
    view: state.durable.view,
  };
  ctx.send(from, answer);
}

/**
 * Counts each member once. With f'+1 of them every quorum of the new group meets one, and nobody needs the
 * log of this replica.
 */
export function onEpochStarted(state: ReplicaState, { epoch, from }: EpochStarted, ctx: Ctx): void {
  if (state.status !== 'leaving' || epoch !== state.epoch || !isMember(state, from)) return;
  state.epochStarted.add(from);
  const members = state.config.length;
  if (state.epochStarted.size >= members - quorumOf(members) + 1) retire(state, ctx);
}

function retire(state: ReplicaState, ctx: Ctx): void {
  if (state.status === 'retired') return;
  ctx.probe('retired');
  state.status = 'retired';
}
