import type { ProcessId } from '../../process/ids.ts';
import { quorumOf } from '../data/config.ts';
import { epochOf, firstViewOf, isConfig, primaryIn } from '../data/epochs.ts';
import type { EpochLog, EpochStarted, ReplicaMessage, StartEpoch } from '../data/messages.ts';
import { fits } from './checkpoint-transfer.ts';
import { executeCommitted } from './commit.ts';
import { beginEpoch, sendStartEpoch } from './epoch-change.ts';
import { type Ctx, isMember, type Replica } from './group.ts';
import { isChain, lastOp } from './log.ts';
import { recoverIn, startAnew } from './recovery.ts';
import { install } from './start-view.ts';
import type { NextEpoch, ReplicaState } from './state/replica-state.ts';
import { nextNonce, sendRequestStartView } from './state-transfer.ts';
import { armResend } from './timing.ts';
import { enterView, joinEpoch } from './views.ts';

/**
 * An epoch has started without this replica: it joins, or slept through what ended its own. It goes on in its own epoch as if it
 * had not heard: whatever it says there changes nothing any more, and if nobody has the log of the new epoch yet but who told it,
 * and who then died, the old group has to end its epoch again. Meanwhile it asks for that log, and takes part when it has it (R04).
 */
export function onStartEpoch(replica: Replica, state: ReplicaState, message: StartEpoch, ctx: Ctx): void {
  const { config, epoch, from, settled, view } = message;
  if (!isConfig(config) || epochOf(view) !== epoch) return;
  if (epoch < state.epoch) {
    sendStartEpoch(replica, state, from, ctx); // it is behind, too
    return;
  }
  const joins = config.includes(state.self);
  if (state.status === 'recovering') {
    // Mode M: the disk says in which epoch something was promised last. In a later one, and as no member, nothing was.
    const promised = epochOf(state.view);
    if (!state.wal.inMemory || epoch < promised || (epoch === promised && joins)) {
      if (epoch > state.epoch) recoverIn(replica, state, epoch, config, ctx);
      return;
    }
    startAnew(state, ctx);
    return; // it hears of the epoch again
  }
  if (epoch === state.epoch) {
    answerStartEpoch(replica, state, message, ctx);
    return;
  }
  // mode M: something may have been promised in that epoch, and is forgotten (seed memory-25)
  if (epoch <= epochOf(state.view)) return;
  if (!joins && state.status === 'transitioning') return;
  if (!joins && (settled || state.status === 'leaving' || state.status === 'retired')) {
    // Enough of its members have the log, or those of the epoch that this replica waits for: a later one has followed.
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

/** Asks for the log of the next epoch: the primary of the highest view known of it, and all others in turn. */
export function askForEpoch(replica: Replica, state: ReplicaState, next: NextEpoch, ctx: Ctx): void {
  const turn = next.asked >> 1;
  const to =
    next.asked % 2 === 0 ? primaryIn(next.config, next.view) : next.sources[turn % next.sources.length];
  next.asked += 1;
  if (to === undefined) return;
  if (to === state.self)
    askForEpoch(replica, state, next, ctx); // it leads the first view, when it has the log
  else ask(replica, state, to, next.epoch, ctx);
}

/** Says nothing about any view: what a recovering replica has found may not be durable (seed 5497). */
function ask(replica: Replica, state: ReplicaState, to: ProcessId, epoch: number, ctx: Ctx): void {
  sendRequestStartView(replica, state, to, { epoch, nonce: nextNonce(state), view: 0 }, ctx);
}

/** The sender lives in a later epoch: it is asked what has become of the group. */
export function onLaterEpoch(replica: Replica, state: ReplicaState, message: ReplicaMessage, ctx: Ctx): void {
  const { next, status } = state;
  if (status === 'recovering' || next === null || next.epoch < message.epoch) {
    ask(replica, state, message.from, state.epoch, ctx);
  } else if (next.epoch === message.epoch && message.type === 'EpochLog') {
    takeEpoch(replica, state, next, message, ctx);
  }
}

/** Who speaks of an earlier epoch is told of this one: it may know only addresses where nobody is any more (E19, R07). */
export function onEarlierEpoch(replica: Replica, state: ReplicaState, from: ProcessId, ctx: Ctx): void {
  if (state.status === 'recovering') return;
  ctx.probe('told-of-epoch');
  sendStartEpoch(replica, state, from, ctx);
}

/** The log of the next epoch has come. What this replica held of its own beyond what was committed goes. */
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
  if (view !== firstViewOf(epoch) && primaryIn(config, view) === state.self) return; // it would be one already
  if (!isChain(suffix) || !fits(state, suffix) || lastOp(suffix) < state.commit) return;
  if (state.status === 'transitioning') ctx.probe('joined');
  else if (epoch > state.epoch + 1) ctx.probe('two-epochs-missed');
  else ctx.probe('epoch-missed');
  state.oldConfig = state.config;
  joinEpoch(state, epoch, config);
  enterView(state, view, 'normal');
  install(replica, state, view, suffix, message.commit, ctx);
  beginEpoch(replica, state, ctx);
  executeCommitted(replica, state, ctx);
}

/** A member that has the log of this epoch, durably, says so. */
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

/** f'+1 members, each counted once: every quorum of the new group meets one of them. Then nobody needs this replica's log. */
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
