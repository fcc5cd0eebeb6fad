import type { Scenario, Sequence } from 'wavetank';

const MS = 1000;

/** Settings of a group. A type, not an interface, since settings must be plain records. */
export type RaftSettings = {
  keys: number;
  preVote: boolean;
  heartbeatUs: number;
  /** Base election timeout; the actual one is between this and twice this. */
  electionUs: number;
  /** Time after which unconfirmed entries are resent. */
  resendUs: number;
  /** Maximum entries per message. */
  batchMax: number;
  /** Log length at which applied entries are replaced by a snapshot; 0: never. */
  snapshotEntries: number;
  sessionsMax: number;
  /** Time after which a client retries, possibly at another replica. */
  retryUs: number;
  /** Number of tries after which a client gives up. */
  triesMax: number;
  /** Initial size of the group; other replicas are spare. */
  members: number;
  /** Share of operations that change the group, in percent. */
  changePercent: number;
};

/** Draws timeouts to match the network and disks of the scenario: most are generous, some too short for the storm. */
export function drawSettings(s: Sequence, { network, disk, clients, replicas }: Scenario): RaftSettings {
  const roundTripUs =
    2 * (network.delayMinUs + network.delayMeanUs) + 2 * (disk.latencyMinUs + disk.latencyMeanUs);
  const heartbeatUs = s.pick([5, 10, 20, 40]) * MS;
  const changes = replicas >= 3 && s.percent(30);
  return {
    keys: s.pick([1, 1, 2, 3, 5]),
    preVote: s.percent(70),
    heartbeatUs,
    electionUs: Math.max(3 * heartbeatUs, Math.floor((roundTripUs * s.pick([2, 4, 8, 12])) / 2)),
    resendUs: Math.max(10 * MS, roundTripUs * s.pick([1, 2, 4])),
    batchMax: s.pick([1, 2, 8, 64]),
    snapshotEntries: s.pick([0, 2, 4, 8, 32]),
    sessionsMax: s.percent(10) ? clients + s.between(0, 2) : 64,
    retryUs: Math.max(20 * MS, roundTripUs * s.pick([2, 4, 8])),
    triesMax: s.pick([3, 10, 30]),
    // With four members, two pending changes can have disjoint majorities; with three they always intersect.
    members: changes ? s.pick([2, 3, 4, 4, 4, 5]) : replicas,
    changePercent: changes ? s.pick([5, 10, 25, 50]) : 0,
  };
}
