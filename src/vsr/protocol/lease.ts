import type { ReplicaMessage } from '../data/messages.ts';
import { type Ctx, quorum, type Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';

/**
 * A lease: while a quorum is bound to take part in no view change, no other primary can commit anything, and
 * this one may answer reads without asking. Off unless leaseUs is set.
 * 1. The primary counts from when it *sent* the Confirm, a backup from when it *received* it.
 * 2. Clocks drift. The lease of a primary with a slow clock would outlast the bound of a backup with a fast
 *    one; that backup elects another primary, which commits a write, and the old primary answers a read
 *    without it. So the primary uses only the part of the lease that is safe with the permitted drift (V43).
 * 3. A primary that was paused reads its clock again before it answers.
 */
const RING = 64;

/** Rounding error of two clocks. */
const TICK_US = 2;

/** How long the primary may rely on a lease, by its own clock. */
function leaseTermUs({ config }: Replica): number {
  const { leaseUs, leaseDriftPpm } = config;
  return Math.floor((leaseUs * (1_000_000 - leaseDriftPpm)) / (1_000_000 + leaseDriftPpm)) - TICK_US;
}

/** Notes the send time of the current round. */
export function noteRound(state: ReplicaState, ctx: Ctx): void {
  state.lease.sentUs[state.reads.round % RING] = ctx.now();
}

/** A backup has confirmed a round. Its bound counts from the send time of that round. */
export function noteConfirmed(state: ReplicaState, from: number, round: number): void {
  if (round <= state.reads.round - RING) return;
  state.lease.confirmedUs[from] = state.lease.sentUs[round % RING] ?? 0;
  state.lease.stoodStill = false;
}

/** Remaining time of the lease. 0 or less: there is none. */
export function leaseLeftUs(replica: Replica, state: ReplicaState, ctx: Ctx): number {
  if (replica.config.leaseUs === 0) return 0;
  const { confirmedUs } = state.lease;
  const others = quorum(state) - 1;
  const termUs = leaseTermUs(replica);
  const now = ctx.now();
  let best = others === 0 ? termUs : 0;
  for (const since of confirmedUs) {
    if (since === 0) continue;
    let holders = 0;
    for (const each of confirmedUs) if (each >= since) holders++;
    const leftUs = since + termUs - now;
    if (holders >= others && leftUs > best) best = leftUs;
  }
  return best;
}

/** Called when the heartbeat timer fires. Detects that this process was paused for longer than a lease. */
export function detectPause(replica: Replica, state: ReplicaState, now: number): void {
  const { heartbeatUs, leaseUs } = replica.config;
  const { confirmedUs } = state.lease;
  if (leaseUs === 0 || now - state.timing.sentUs < heartbeatUs + leaseUs) return;
  if (confirmedUs.some((since) => since > 0)) state.lease.stoodStill = true;
}

/** Binds this replica to the primary of its view for the time of a lease. */
export function bindToLease(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { leaseUs } = replica.config;
  if (leaseUs > 0) state.lease.boundUntilUs = ctx.now() + leaseUs;
}

/**
 * Whether a message would make a bound replica promise another view. Its sender will resend it. Messages of a
 * later view that has started already are let through: it has started without the promise of this replica.
 */
export function isHeldBack(
  replica: Replica,
  state: ReplicaState,
  { type, view }: ReplicaMessage,
  ctx: Ctx,
): boolean {
  if (replica.config.leaseUs === 0 || view <= state.view) return false;
  if (type !== 'StartViewChange' && type !== 'DoViewChange' && type !== 'Recovery') return false;
  return ctx.now() < state.lease.boundUntilUs;
}
