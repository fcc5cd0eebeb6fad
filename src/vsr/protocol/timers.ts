import { encodeSlice } from './checkpoint-making.ts';
import { retryFetch } from './checkpoint-transfer.ts';
import { resendStartEpoch } from './epoch-change.ts';
import { type Ctx, isMember, isNormalPrimary, quorum, type Replica } from './group.ts';
import { sendCommits } from './heartbeat.ts';
import { noteStandstill } from './lease.ts';
import { askForEpoch } from './next-epoch.ts';
import { resendPrepares } from './normal-case.ts';
import { resendPredicts } from './predictions.ts';
import { shedQueued } from './queue.ts';
import { sendConfirms } from './reads.ts';
import { askAll } from './recovery.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { askWhoLeads, hasGap, requestStartView, retryGap } from './state-transfer.ts';
import {
  abdicateUs,
  armResend,
  CHECKPOINT_TIMER,
  HEARTBEAT_TIMER,
  noteSilence,
  RESEND_TIMER,
  restartViewTimeout,
  VIEW_TIMER,
  viewTimeoutUs,
  wasAnswered,
  withdrawSuspicion,
} from './timing.ts';
import { chooseLog, sendDoViewChange, sendStartViewChange, suspectPrimary } from './view-change.ts';

export function onTimer(replica: Replica, state: ReplicaState, timer: number, ctx: Ctx): void {
  switch (timer) {
    case VIEW_TIMER:
      if (!isMember(state, state.self)) break;
      if (isNormalPrimary(state)) watchBackups(replica, state, ctx);
      else watchPrimary(replica, state, ctx);
      break;
    case HEARTBEAT_TIMER:
      heartbeat(replica, state, ctx);
      break;
    case RESEND_TIMER:
      state.timing.resendArmed = false;
      resend(replica, state, ctx);
      break;
    case CHECKPOINT_TIMER:
      encodeSlice(replica, state, ctx);
      break;
    default:
      throw new Error(`vsr: timer ${timer}`);
  }
}

/** Everybody but the primary: has it, or the view change, come to something within the timeout? */
function watchPrimary(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  const now = ctx.now();
  settleBackoff(replica, state, now);
  const leftUs =
    Math.max(timing.heardUs + viewTimeoutUs(replica.config, timing), state.lease.boundUntilUs) - now;
  if (leftUs > 0) {
    ctx.setTimer(VIEW_TIMER, leftUs);
    return;
  }
  if (!state.suspects) {
    // The silence is measured now: if this view ends, the end of the silence is not heard.
    if (state.status === 'normal') noteSilence(replica, state, now - timing.heardUs);
    timing.attempts += 1; // asking in vain is no failed attempt: nothing was left
  }
  restartViewTimeout(replica, state, ctx);
  suspectPrimary(replica, state, ctx);
}

/** The timeout falls back only after it has passed in peace: back-off that ends with each new view never grows (E16). */
function settleBackoff(replica: Replica, state: ReplicaState, now: number): void {
  const { timing } = state;
  if (state.suspects) return;
  const peaceUs = viewTimeoutUs(replica.config, timing);
  if (state.svc.size > 0 && now - timing.svcUs >= peaceUs) {
    if (state.status === 'normal') state.svc.clear(); // asked long ago, and not asked any more
  }
  if (state.status === 'normal' && now - timing.normalUs >= peaceUs) timing.attempts = 0;
}

/**
 * The primary: if it does not hear a quorum, or commits nothing of what it has, it falls silent. A primary that is heard
 * and hears nobody would otherwise stay for ever (V14). Any progress takes that back.
 */
function watchBackups(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  const now = ctx.now();
  const limitUs = abdicateUs(replica.config, timing);
  settleBackoff(replica, state, now);
  ctx.setTimer(VIEW_TIMER, Math.ceil(limitUs / 2));
  let heard = 1;
  for (const id of state.config) {
    if (id !== state.self && now - (timing.ackedUs[id] ?? 0) < limitUs) heard++;
  }
  const stuck = state.log.length > state.commitMax && now - timing.progressUs >= limitUs;
  if (heard >= quorum(state) && !stuck) {
    // Seed 974: a group of one stalled on its disk once, committed everything, and refused requests for ever.
    timing.abdicated = false;
    withdrawSuspicion(state);
    return;
  }
  if (timing.abdicated) {
    // Nobody tells who says nothing what has become of the group. A question keeps nobody from electing another primary.
    askWhoLeads(replica, state, ctx);
    return;
  }
  timing.abdicated = true;
  ctx.probe('abdication');
  if (replica.config.preVote) suspectPrimary(replica, state, ctx);
}

function heartbeat(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!isNormalPrimary(state)) return; // armed again when it is primary again
  shedQueued(replica, state, ctx);
  const { heartbeatUs } = replica.config;
  const leftUs = state.timing.sentUs + heartbeatUs - ctx.now();
  if (leftUs > 0) {
    ctx.setTimer(HEARTBEAT_TIMER, leftUs);
    return;
  }
  noteStandstill(replica, state, ctx.now());
  if (!state.timing.abdicated) sendCommits(replica, state, ctx);
  ctx.setTimer(HEARTBEAT_TIMER, heartbeatUs);
}

/** Sends again what waits for an answer, and goes on for as long as something does. */
function resend(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  timing.resends = wasAnswered(state) ? 0 : timing.resends + 1;
  let waiting = state.suspects;
  if (state.suspects) sendStartViewChange(replica, state, ctx);
  if (retryFetch(replica, state, ctx)) waiting = true;
  if (state.next !== null) {
    waiting = true;
    askForEpoch(replica, state, state.next, ctx);
  }
  switch (state.status) {
    case 'normal':
      if (isNormalPrimary(state)) {
        if (state.reads.waiting.size > 0) {
          waiting = true;
          if (!state.timing.abdicated) sendConfirms(replica, state, ctx);
        }
        if (state.predicting.size > 0) {
          waiting = true;
          if (!state.timing.abdicated) resendPredicts(replica, state, ctx);
        }
        if (state.log.length > state.commitMax) {
          waiting = true;
          const stuck = state.timing.resendMark === state.commitMax;
          if (stuck && !state.timing.abdicated) resendPrepares(replica, state, ctx);
        }
      } else if (hasGap(state)) {
        waiting = true;
        retryGap(replica, state, ctx);
      }
      break;
    case 'view-change':
      waiting = true;
      if (!state.suspects) sendStartViewChange(replica, state, ctx);
      sendDoViewChange(state, ctx);
      chooseLog(replica, state, ctx); // a checkpoint may have come that could not be written at once
      break;
    case 'catching-up':
      waiting = true;
      requestStartView(replica, state, ctx);
      break;
    case 'recovering':
      waiting = !state.recovery.adopted;
      askAll(replica, state, ctx);
      break;
    case 'leaving':
      waiting = true;
      resendStartEpoch(replica, state, ctx);
      break;
    case 'starting':
    case 'transitioning':
    case 'retired':
      break;
  }
  if (waiting) armResend(replica, state, ctx);
  else if (!isNormalPrimary(state)) timing.resends = 0;
}
