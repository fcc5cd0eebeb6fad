import type { ProcessId } from '../../process/ids.ts';
import type { VsrConfig } from '../data/config.ts';
import { type Ctx, isNormalPrimary, type Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { boundUs, measure } from './state/round-trips.ts';
import type { TimingState } from './state/timing-state.ts';

/**
 * Timers are few and fire late rather than often: handlers only note times, and a timer that fires early for what was
 * noted meanwhile is armed again for the rest.
 */
export const VIEW_TIMER = 0;
export const HEARTBEAT_TIMER = 1;
export const RESEND_TIMER = 2;
export const CHECKPOINT_TIMER = 3;

/** Of the view timeout at most half is added to it. */
const JITTER = 1024;

/** Samples that are remembered: one silence in each heartbeat interval; as many round trips as backups answer an op. */
const SILENCES = 128;
const ROUND_TRIPS = 32;

/** What is sent in vain is sent at last at intervals of so many times the first. */
const RESENDS_MAX = 3;

/** Starts waiting for the primary afresh, with newly drawn jitter: it keeps replicas from rotating in step (E16). */
export function restartViewTimeout(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  timing.heardUs = ctx.now();
  timing.longestUs = 0;
  timing.jitter = ctx.random(JITTER / 2 + 1);
  ctx.setTimer(VIEW_TIMER, viewTimeoutUs(replica.config, timing));
}

/**
 * How long the primary may be silent: longer than it was seen to be while it was there, and twice that after each failed
 * attempt.
 */
export function viewTimeoutUs(config: VsrConfig, timing: TimingState): number {
  let us = Math.max(config.viewTimeoutUs, boundUs(timing.silence));
  for (let i = 0; i < timing.attempts && us < config.viewTimeoutMaxUs; i++) us *= 2;
  us = Math.min(us, config.viewTimeoutMaxUs);
  return us + Math.floor((us * timing.jitter) / JITTER);
}

/** The primary of this view was heard: a backup that asked for another view takes that back. */
export function heardPrimary(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  const { heartbeatUs } = replica.config;
  const now = ctx.now();
  timing.longestUs = Math.max(timing.longestUs, now - timing.heardUs);
  timing.heardUs = now;
  // Not each silence: many short ones among the entries of a batch say nothing about how long the next one may be.
  if (now - timing.measuredUs >= heartbeatUs) {
    noteSilence(replica, state, timing.longestUs);
    timing.longestUs = 0;
    timing.measuredUs = now;
  }
  if (state.suspects) withdrawSuspicion(state);
}

/** The primary was silent for so long, and may be so again. */
export const noteSilence = ({ config }: Replica, { timing }: ReplicaState, us: number): void =>
  measure(timing.silence, us, config.viewTimeoutMaxUs, SILENCES);

/** This view is well after all. */
export function withdrawSuspicion(state: ReplicaState): void {
  if (!state.suspects) return;
  state.suspects = false;
  state.svc.clear();
}

/** One op at a time is timed, until it is committed: slower backups than those that it took for that count with the next. */
export function timeRoundTrip({ commitMax, timing }: ReplicaState, op: number, now: number): void {
  if (timing.timedOp > commitMax) return;
  timing.timedOp = op;
  timing.timedUs = now;
}

/** A backup acknowledges all up to `op`: is the op that is timed new among that? */
export function noteRoundTrip(
  { config }: Replica,
  { acked, timing }: ReplicaState,
  from: ProcessId,
  op: number,
  now: number,
): void {
  if (timing.timedOp <= (acked[from] ?? 0) || timing.timedOp > op) return;
  timing.roundTrips += 1;
  measure(timing.roundTrip, now - timing.timedUs, config.viewTimeoutMaxUs, ROUND_TRIPS);
}

/**
 * How long the primary waits for backups before it takes itself for cut off: until what was lost could be missed, sent again
 * and answered.
 */
export const abdicateUs = (config: VsrConfig, timing: TimingState): number =>
  Math.max(config.abdicateUs, Math.min(3 * boundUs(timing.roundTrip), config.viewTimeoutMaxUs));

/** Sees to it that whatever is unanswered is sent again. */
export function armResend(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  if (timing.resendArmed && (timing.resends === 0 || !wasAnswered(state))) return;
  if (wasAnswered(state)) timing.resends = 0;
  timing.resendArmed = true;
  timing.resendMark = state.commitMax;
  timing.answeredMark = answered(state);
  ctx.setTimer(RESEND_TIMER, resendUs(replica.config, timing, ctx));
}

/** Whether anything was answered since the resend timer was armed. */
export const wasAnswered = (state: ReplicaState): boolean => state.timing.answeredMark !== answered(state);

/**
 * Another number whenever something was. What is acknowledged only after it was sent again does not count: there may have been
 * too little time, as there would be the next time (Karn).
 */
function answered(state: ReplicaState): number {
  const { commitMax, fetch, reads, timing } = state;
  let sum = (isNormalPrimary(state) ? timing.roundTrips : commitMax) + (fetch?.gotBytes ?? 0);
  for (const round of reads.confirmed) sum += round;
  return sum;
}

/** Not before an answer can be there; and who has asked in vain asks less and less often, but not in step with others. */
function resendUs(config: VsrConfig, timing: TimingState, ctx: Ctx): number {
  const us = Math.max(config.resendUs, Math.min(boundUs(timing.roundTrip), config.viewTimeoutMaxUs));
  if (timing.resends === 0) return us;
  const doubled = us * 2 ** Math.min(timing.resends, RESENDS_MAX);
  const later = Math.max(us, Math.min(doubled, config.viewTimeoutMaxUs));
  return later + ctx.random(Math.floor(later / 4) + 1);
}
