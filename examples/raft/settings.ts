import type { Scenario, Sequence } from 'wavetank';

const MS = 1000;

/** How a group is set up. A type, and no interface: settings are plain records. */
export type RaftSettings = {
  keys: number;
  preVote: boolean;
  heartbeatUs: number;
  /** A follower that hears no leader for this long, and up to twice as long, stands for election. */
  electionUs: number;
  /** What a follower has not confirmed after this time is sent again. */
  resendUs: number;
  /** Most entries of one message. */
  batchMax: number;
  /** Entries after which the log is cut and a snapshot stands for it; 0: never. */
  snapshotEntries: number;
  sessionsMax: number;
  /** After this time a client asks again, another replica if it must. */
  retryUs: number;
  /** After so many tries it gives up. */
  triesMax: number;
  /** Replicas in the group at first; the others are spare. */
  members: number;
  /** Share of operations that change the group. */
  changePercent: number;
};

/** Times fit what the network and the disks of the scenario need: most are patient, some too short for their storm. */
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
    // Of four members two changes can be pending whose majorities do not meet; of three they always do.
    members: changes ? s.pick([2, 3, 4, 4, 4, 5]) : replicas,
    changePercent: changes ? s.pick([5, 10, 25, 50]) : 0,
  };
}

/** A group that changes needs others to change with. */
export function withSpares(scenario: Scenario, settings: RaftSettings, s: Sequence): Scenario {
  if (settings.changePercent === 0) return scenario;
  return { ...scenario, replicas: Math.min(7, settings.members + s.pick([0, 1, 1, 2])) };
}
