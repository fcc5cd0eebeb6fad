import type { ReplicaState } from '../../../src/vsr/state.ts';
import { checksumAt } from './replicas.ts';
import type { Install, Offer, ViewChange } from './view-changes.ts';

/**
 * Finds the offer that the log of a new primary is. A primary may drop a DoViewChange that was delivered to it (it was
 * still reading its disk, say), so what was delivered need not all have been considered: the log must be the best of
 * some of them. New requests of the view may follow already.
 */
export function installOf(
  change: ViewChange,
  own: Offer,
  replica: ReplicaState,
  view: number,
  step: number,
): Install {
  const offers = change.delivered.filter(({ from }) => from !== own.from);
  let chosen: Offer | undefined;
  for (const offer of [own, ...offers]) {
    if (isLog(offer, replica, view) && (chosen === undefined || ranks(chosen, offer))) chosen = offer;
  }
  return { step, own, chosen, offers };
}

/** Whether a ranks no higher than b: by (log_view, op). */
export function ranks(a: Offer, b: Offer): boolean {
  return a.logView < b.logView || (a.logView === b.logView && a.op <= b.op);
}

/** Distinct replicas, own included, whose offers rank no higher than the chosen one, with commit numbers up to `commit`. */
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
