import type { Entry } from '../data/entry.ts';
import type { Cluster } from './cluster.ts';
import { packet } from './values.ts';

/** Completes all disk requests of a replica. */
export function finishDisk(cluster: Cluster, replica: number): void {
  while (cluster.disk(replica).requests.length > 0) cluster.completeDisk(replica);
}

/** Replica `to` receives the log of `view` from its primary. */
export function startView(
  cluster: Cluster,
  to: number,
  view: number,
  entries: readonly Entry[],
  commit = 0,
): void {
  const from = view % cluster.config.members.length;
  const suffix = { after: 0, entries, parent: 0 };
  cluster.inject(packet(cluster, from, to, { type: 'StartView', commit, nonce: 0, suffix, view }));
  finishDisk(cluster, to);
}

/** The primary of `view` receives a DoViewChange. */
export function doViewChange(
  cluster: Cluster,
  from: number,
  view: number,
  logView: number,
  entries: readonly Entry[],
  commit = 0,
): void {
  const to = view % cluster.config.members.length;
  const suffix = { after: 0, entries, parent: 0 };
  cluster.inject(
    packet(cluster, from, to, { type: 'DoViewChange', generations: [], commit, logView, suffix, view }),
  );
  finishDisk(cluster, to);
}

/** Replica `to` receives a StartViewChange. */
export function startViewChange(
  cluster: Cluster,
  from: number,
  to: number,
  view: number,
  promised = view,
): void {
  cluster.inject(packet(cluster, from, to, { type: 'StartViewChange', commit: 0, promised, view }));
}

export const checksums = (entries: readonly Entry[]): number[] => entries.map((entry) => entry.checksum);
