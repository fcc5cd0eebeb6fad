import type { Ctx, Replica } from './group.ts';
import type { ReplicaState } from './state.ts';

/**
 * Timers are few and fire late rather than often: handlers only note times, and a timer that fires early for what was
 * noted meanwhile is armed again for the rest.
 */
export const VIEW_TIMER = 0;
export const HEARTBEAT_TIMER = 1;
export const RESEND_TIMER = 2;
export const CHECKPOINT_TIMER = 3;

/** Starts waiting for the primary afresh, with a newly drawn timeout: jitter keeps replicas from rotating in step (E16). */
export function restartViewTimeout(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  timing.heardUs = ctx.now();
  timing.viewTimeoutUs = drawTimeout(replica, timing.attempts, ctx);
  ctx.setTimer(VIEW_TIMER, timing.viewTimeoutUs);
}

function drawTimeout(replica: Replica, attempts: number, ctx: Ctx): number {
  const { viewTimeoutUs, viewTimeoutMaxUs } = replica.config;
  let base = viewTimeoutUs;
  for (let i = 0; i < attempts && base < viewTimeoutMaxUs; i++) base *= 2;
  base = Math.min(base, viewTimeoutMaxUs);
  return base + ctx.random((base >> 1) + 1);
}

/** The primary of this view was heard: a backup that asked for another view takes that back. */
export function heardPrimary(state: ReplicaState, ctx: Ctx): void {
  state.timing.heardUs = ctx.now();
  if (state.suspects) withdrawSuspicion(state);
}

/** This view is well after all. */
export function withdrawSuspicion(state: ReplicaState): void {
  if (!state.suspects) return;
  state.suspects = false;
  state.svc.clear();
}

/** Sees to it that whatever is unanswered is sent again. */
export function armResend(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  if (state.timing.resendArmed) return;
  state.timing.resendArmed = true;
  state.timing.resendMark = state.commitMax;
  ctx.setTimer(RESEND_TIMER, replica.config.resendUs);
}
