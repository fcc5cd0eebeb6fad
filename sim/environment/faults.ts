/** What really happened to a run, by kind. */
export interface FaultCounts {
  lost: number;
  partitioned: number;
  damaged: number;
  overflowed: number;
  misrouted: number;
  duplicated: number;
  duplicatedLate: number;
  duplicatedAcrossRestart: number;
  clogged: number;
  partitions: number;
  oneWayPartitions: number;
  clogs: number;
  crashes: number;
  midHandlerCrashes: number;
  pointCrashes: number;
  blackouts: number;
  clientCrashes: number;
  pauses: number;
  clockJumps: number;
  diskStalls: number;
  unsyncedKept: number;
  unsyncedLost: number;
  unsyncedTorn: number;
}

export const noFaults = (): FaultCounts => ({
  lost: 0,
  partitioned: 0,
  damaged: 0,
  overflowed: 0,
  misrouted: 0,
  duplicated: 0,
  duplicatedLate: 0,
  duplicatedAcrossRestart: 0,
  clogged: 0,
  partitions: 0,
  oneWayPartitions: 0,
  clogs: 0,
  crashes: 0,
  midHandlerCrashes: 0,
  pointCrashes: 0,
  blackouts: 0,
  clientCrashes: 0,
  pauses: 0,
  clockJumps: 0,
  diskStalls: 0,
  unsyncedKept: 0,
  unsyncedLost: 0,
  unsyncedTorn: 0,
});
