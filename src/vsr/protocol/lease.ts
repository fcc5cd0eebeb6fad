import type { ReplicaMessage } from '../data/messages.ts';
import { type Ctx, quorum, type Replica } from './group.ts';
import type { ReplicaState } from './state/replica-state.ts';

/**
 * A lease: for as long as a quorum has promised to take no part in a view change, no other primary can have committed
 * anything, and this one may answer reads without asking. Off unless leaseUs is set.
 * 1. The primary counts from when it *sent* the Confirm, a backup from when it *received* it.
 * 2. Clocks drift: a slow primary's lease would outlive the promise of a fast backup, which helps to elect another primary; that
 *    one commits a write, and the old one answers without it. So the primary takes for its own only the part of the time
 *    that is over everywhere (V43).
 * 3. A primary that stood still reads its clock afresh before it answers.
 */
const RING = 64;

/** What is rounded, on two clocks. */
const TICK_US = 2;

/** How long a primary may rely on a promise of leaseUs, on its own clock. */
function leaseTermUs({ config }: Replica): number {
  const { leaseUs, leaseDriftPpm } = config;
  return Math.floor((leaseUs * (1_000_000 - leaseDriftPpm)) / (1_000_000 + leaseDriftPpm)) - TICK_US;
}

/** A round of Confirm leaves now. */
export function noteRound(state: ReplicaState, ctx: Ctx): void {
  state.lease.sentUs[state.reads.round % RING] = ctx.now();
}

/** A backup has confirmed a round: its promise counts from when that was sent. */
export function noteConfirmed(state: ReplicaState, from: number, round: number): void {
  if (round <= state.reads.round - RING) return;
  state.lease.confirmedUs[from] = state.lease.sentUs[round % RING] ?? 0;
  state.lease.stoodStill = false;
}

/** How much longer a quorum follows this primary and nobody else; not above 0: it has no lease. */
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

/** The heartbeat timer fires: was this process standing still for longer than a lease lasts? */
export function noteStandstill(replica: Replica, state: ReplicaState, now: number): void {
  const { heartbeatUs, leaseUs } = replica.config;
  const { confirmedUs } = state.lease;
  if (leaseUs === 0 || now - state.timing.sentUs < heartbeatUs + leaseUs) return;
  if (confirmedUs.some((since) => since > 0)) state.lease.stoodStill = true;
}

/** This replica follows the primary of its view, and nobody else, for as long as a lease lasts from now. */
export function bindToLease(replica: Replica, state: ReplicaState, ctx: Ctx): void {
  const { leaseUs } = replica.config;
  if (leaseUs > 0) state.lease.boundUntilUs = ctx.now() + leaseUs;
}

/**
 * Whether this would make a bound replica promise another view. Who sent it sends it again. Messages that say that a later view
 * has started are none of these: it has started without the promise of this replica, so without breaking it.
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
