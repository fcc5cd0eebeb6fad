import { assert } from '../data/assert.ts';
import { encodeSlice } from './checkpoint-making.ts';
import { retryFetch } from './checkpoint-transfer.ts';
import { resendStartEpoch } from './epoch-change.ts';
import { type Ctx, isMember, isNormalPrimary, quorum, type Replica } from './group.ts';
import { sendCommits } from './heartbeat.ts';
import { detectPause } from './lease.ts';
import { askForEpoch } from './next-epoch.ts';
import { resendPrepares } from './normal-case.ts';
import { resendPredicts } from './predictions.ts';
import { shedQueued } from './queue.ts';
import { sendConfirms } from './reads.ts';
import { giveUpAnswers, sendRecoveries } from './recovery.ts';
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
      assert(false, 'a timer that was never set');
  }
}

/**
 * Every replica but the normal primary: starts a view change if the primary, or the view change in progress,
 * has been silent for the view timeout.
 */
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
    // measured now: if the view ends, this silence has no other end
    if (state.status === 'normal') noteSilence(replica, state, now - timing.heardUs);
    timing.attempts += 1; // a repeated pre-vote is no failed attempt: no view was left
  }
  restartViewTimeout(replica, state, ctx);
  suspectPrimary(replica, state, ctx);
}

/**
 * Ends the back-off after a full timeout without a view change. Ending it with each new view would keep it
 * from growing (E16).
 */
function settleBackoff(replica: Replica, state: ReplicaState, now: number): void {
  const { timing } = state;
  if (state.suspects) return;
  const peaceUs = viewTimeoutUs(replica.config, timing);
  if (state.svc.size > 0 && now - timing.svcUs >= peaceUs) {
    if (state.status === 'normal') state.svc.clear(); // an old request for a view change, not repeated since
  }
  if (state.status === 'normal' && now - timing.normalUs >= peaceUs) timing.attempts = 0;
}

/**
 * The primary: if it hears no quorum, or commits nothing although it has uncommitted entries, it abdicates,
 * that is, falls silent. Otherwise a primary that can send and not hear would stay for ever (V14). Progress
 * takes that back.
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
    // without this, a group of one that stalled on its disk once refuses requests for ever (F7)
    timing.abdicated = false;
    withdrawSuspicion(state);
    return;
  }
  if (timing.abdicated) {
    // a silent replica is not told of a new epoch, so it asks; that keeps nobody from electing another
    // primary
    askWhoLeads(replica, state, ctx);
    return;
  }
  timing.abdicated = true;
  ctx.probe('abdication');
  if (replica.config.preVote) suspectPrimary(replica, state, ctx);
}

function heartbeat(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (!isNormalPrimary(state)) return; // armed again when this replica is primary again
  shedQueued(replica, state, ctx);
  const { heartbeatUs } = replica.config;
  const leftUs = state.timing.sentUs + heartbeatUs - ctx.now();
  if (leftUs > 0) {
    ctx.setTimer(HEARTBEAT_TIMER, leftUs);
    return;
  }
  detectPause(replica, state, ctx.now());
  if (!state.timing.abdicated) sendCommits(replica, state, ctx);
  ctx.setTimer(HEARTBEAT_TIMER, heartbeatUs);
}

/** Resends whatever waits for an answer, and rearms itself while something does. */
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
      chooseLog(replica, state, ctx); // a fetched checkpoint may not have been writable before
      break;
    case 'catching-up':
      waiting = true;
      requestStartView(replica, state, ctx);
      break;
    case 'recovering':
      waiting = !state.recovery.adopted;
      giveUpAnswers(state, ctx);
      sendRecoveries(replica, state, ctx);
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
