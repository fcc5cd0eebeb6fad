import type { ProcessId } from '../../../src/process/ids.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import { checksumAt } from './replicas.ts';

/** A log offered for a new view. `logView` is that of the sender's state, not of its message. */
export interface Offer {
  readonly from: ProcessId;
  readonly logView: number;
  readonly op: number;
  /** Checksum of the entry at `op`. */
  readonly head: number;
  readonly commit: number;
}

/** The log that the primary of a view installed, and the offers it had. */
export interface Install {
  readonly step: number;
  readonly own: Offer;
  /** The offer that was installed; undefined if the log is none of them. */
  readonly chosen: Offer | undefined;
  /** Offers delivered to this incarnation of the primary, without its own. */
  readonly offers: readonly Offer[];
}

/**
 * Finds the offer that a new primary installed. A primary may drop a DoViewChange that was delivered to it
 * (it was still reading its disk, say), so not all of them need have been considered: the log must be the
 * best of some of them. New requests of the view may follow it already.
 */
export function installOf(
  delivered: readonly Offer[],
  own: Offer,
  replica: ReplicaState,
  view: number,
  step: number,
): Install {
  const offers = delivered.filter(({ from }) => from !== own.from);
  let chosen: Offer | undefined;
  for (const offer of [own, ...offers]) {
    if (isLog(offer, replica, view) && (chosen === undefined || ranks(chosen, offer))) chosen = offer;
  }
  return { step, own, chosen, offers };
}

/** Whether `a` ranks no higher than `b`, by (log_view, op). */
export function ranks(a: Offer, b: Offer): boolean {
  return a.logView < b.logView || (a.logView === b.logView && a.op <= b.op);
}

/**
 * Number of distinct replicas, own included, whose offers rank no higher than the chosen one, with commit
 * numbers up to `commit`.
 */
export function supporters(install: Install, chosen: Offer, commit: number): number {
  const from = new Set<number>([install.own.from]);
  for (const offer of install.offers) {
    if (ranks(offer, chosen) && offer.commit <= commit) from.add(offer.from);
  }
  return from.size;
}

function isLog(offer: Offer, { log }: ReplicaState, view: number): boolean {
  if (offer.op > log.length || checksumAt(log, offer.op) !== offer.head) return false;
  for (let at = offer.op; at < log.length; at++) if (log[at]?.view !== view) return false;
  return true;
}
