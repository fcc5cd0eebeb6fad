import type { ProcessId } from '../../process/ids.ts';
import type { VsrConfig } from '../data/config.ts';
import { type Ctx, isNormalPrimary, type Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';
import { boundUs, measure } from './state/round-trips.ts';
import type { TimingState } from './state/timing-state.ts';

/**
 * Timers fire late rather than often: handlers only note times, and a timer that fires too early is armed
 * again for the rest.
 */
export const VIEW_TIMER = 0;
export const HEARTBEAT_TIMER = 1;
export const RESEND_TIMER = 2;
export const CHECKPOINT_TIMER = 3;

/** Unit of the jitter. At most half of the view timeout is added to it. */
const JITTER = 1024;

/**
 * Number of samples remembered: one silence per heartbeat interval; one round trip per backup and timed op.
 */
const SILENCES = 128;
const ROUND_TRIPS = 32;

/** Resend intervals double this many times at most. */
export const RESENDS_MAX = 3;

/**
 * Starts waiting for the primary anew, with new jitter, which keeps replicas from changing views in step
 * (E16).
 */
export function restartViewTimeout(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  timing.heardUs = ctx.now();
  timing.longestUs = 0;
  timing.jitter = ctx.random(JITTER / 2 + 1);
  ctx.setTimer(VIEW_TIMER, viewTimeoutUs(replica.config, timing));
}

/**
 * How long the primary may be silent: longer than any silence measured in its presence, and doubled after
 * each failed attempt.
 */
export function viewTimeoutUs(config: VsrConfig, timing: TimingState): number {
  let us = Math.max(config.viewTimeoutUs, boundUs(timing.silence));
  for (let i = 0; i < timing.attempts && us < config.viewTimeoutMaxUs; i++) us *= 2;
  us = Math.min(us, config.viewTimeoutMaxUs);
  return us + Math.floor((us * timing.jitter) / JITTER);
}

/** Notes a message from the primary of this view. A pre-vote against it is withdrawn. */
export function heardPrimary(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { timing } = state;
  const { heartbeatUs } = replica.config;
  const now = ctx.now();
  timing.longestUs = Math.max(timing.longestUs, now - timing.heardUs);
  timing.heardUs = now;
  // One sample per interval: the many short silences between the entries of a batch say nothing about the
  // next long one.
  if (now - timing.measuredUs >= heartbeatUs) {
    noteSilence(replica, state, timing.longestUs);
    timing.longestUs = 0;
    timing.measuredUs = now;
  }
  if (state.suspects) withdrawSuspicion(state);
}

/** Notes the length of a silence of the primary. */
export const noteSilence = ({ config }: Replica, { timing }: ReplicaState, us: number): void =>
  measure(timing.silence, us, config.viewTimeoutMaxUs, SILENCES);

/** Withdraws a pre-vote: the primary of this view is alive. */
export function withdrawSuspicion(state: ReplicaState): void {
  if (!state.suspects) return;
  state.suspects = false;
  state.svc.clear();
}

/**
 * Starts timing an op, unless one is being timed. It is timed until it is committed; slower backups are
 * measured with the next.
 */
export function timeRoundTrip({ commitMax, timing }: ReplicaState, op: number, now: number): void {
  if (timing.timedOp > commitMax) return;
  timing.timedOp = op;
  timing.timedUs = now;
}

/**
 * The primary hears a backup. Until an op is timed, the first answer of a backup to this view says how long an answer takes: without
 * it, the first op after an idle start would look stuck where round trips are longer than the configured limit (F18). An answer
 * after a silence that ended the patience of the primary is no sample.
 */
export function heardBackup(
  { config }: Replica,
  { timing }: ReplicaState,
  from: ProcessId,
  now: number,
): void {
  const isFirst = timing.ackedUs[from] === timing.normalUs;
  if (isFirst && timing.roundTrip.meanUs === 0 && !timing.abdicated)
    measure(timing.roundTrip, now - timing.normalUs, config.viewTimeoutMaxUs, ROUND_TRIPS);
  timing.ackedUs[from] = now;
}

/** Takes a round-trip sample if this PrepareOk is the backup's first one for the timed op. */
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
 * How long the primary may hear no quorum, or make no progress: enough for a message to be lost, resent and
 * answered.
 */
export const abdicateUs = (config: VsrConfig, timing: TimingState): number =>
  Math.max(config.abdicateUs, Math.min(3 * boundUs(timing.roundTrip), config.viewTimeoutMaxUs));

/** Arms the resend timer if it is not armed. */
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
 * A number that changes with every answer. Acknowledgements of retransmissions do not count for the primary:
 * the interval may be too short, and would stay so (Karn).
 */
function answered(state: ReplicaState): number {
  const { commitMax, fetch, reads, timing } = state;
  let sum = (isNormalPrimary(state) ? timing.roundTrips : commitMax) + (fetch?.gotBytes ?? 0);
  for (const round of reads.confirmed) sum += round;
  return sum;
}

/** Interval of the resend timer: long enough for an answer, doubled while there is none, and jittered. */
function resendUs(config: VsrConfig, timing: TimingState, ctx: Ctx): number {
  const us = Math.max(config.resendUs, Math.min(boundUs(timing.roundTrip), config.viewTimeoutMaxUs));
  if (timing.resends === 0) return us;
  const doubled = us * 2 ** Math.min(timing.resends, RESENDS_MAX);
  const later = Math.max(us, Math.min(doubled, config.viewTimeoutMaxUs));
  return later + ctx.random(Math.floor(later / 4) + 1);
}
