import type { FaultCounts } from '../faults/counts.ts';
import type { System } from '../run/system.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { drawScenario } from '../scenario/swarm.ts';

/** So many scenarios have every class of faults that a system does not exclude: each is in a quarter of them at least. */
const DRAWN = 200;

/** Mean queues are this long when no seed makes them short. */
const QUEUE_MAX = 10_000;

const crashes = ({ crash, aims }: Scenario): boolean =>
  crash.everyUs > 0 || crash.pointPpm > 0 || aims.some(({ fault }) => fault === 'crash');
const restarts = (scenario: Scenario): boolean => crashes(scenario) || scenario.clientCrash.everyUs > 0;
const cuts = ({ partition }: Scenario): boolean => partition.everyUs > 0;
const isolates = ({ aims, outsiders }: Scenario): boolean =>
  aims.some(({ fault }) => fault === 'isolate') || outsiders.some((fate) => fate !== 'dead');

/** What a scenario must have for a fault to happen in it. */
const NEEDS: Readonly<Record<keyof FaultCounts, (scenario: Scenario, system: System) => boolean>> = {
  lost: ({ network }) => network.dropPpm > 0,
  partitioned: (scenario) => cuts(scenario) || isolates(scenario),
  damaged: ({ network }) => network.damagePpm > 0,
  overflowed: ({ network }) => network.queueMax < QUEUE_MAX,
  misrouted: ({ network }) => network.misroutePpm > 0,
  duplicated: ({ network }) => network.duplicatePpm > 0,
  duplicatedLate: ({ network }) => network.duplicatePpm > 0 && network.latePpm > 0,
  duplicatedAcrossRestart: (scenario) => scenario.network.duplicatePpm > 0 && restarts(scenario),
  clogged: ({ clog }) => clog.everyUs > 0,
  partitions: cuts,
  oneWayPartitions: cuts,
  clogs: ({ clog }) => clog.everyUs > 0,
  crashes,
  midHandlerCrashes: ({ crash }) => crash.everyUs > 0 && crash.midHandlerPpm > 0,
  pointCrashes: (scenario, { points }) => points.length > 0 && crashes(scenario),
  blackouts: ({ crash }) => crash.everyUs > 0 && crash.blackoutPpm > 0,
  clientCrashes: ({ clientCrash }) => clientCrash.everyUs > 0,
  pauses: ({ pause }) => pause.everyUs > 0,
  clockJumps: ({ clock }) => clock.jumpEveryUs > 0,
  diskStalls: ({ disk }) => disk.stallPpm > 0,
  unsyncedKept: crashes,
  unsyncedLost: crashes,
  unsyncedTorn: (scenario) => scenario.disk.tornPpm > 0 && crashes(scenario),
  readErrors: ({ disk }) => disk.readErrorPpm > 0,
  writeErrors: ({ disk }) => disk.writeErrorPpm > 0,
  syncErrors: ({ disk }) => disk.syncErrorPpm > 0,
  writesLost: ({ disk }) => disk.lostWritePpm > 0,
  writesMisdirected: ({ disk }) => disk.misdirectedPpm > 0,
  sectorsRotten: ({ disk }) => disk.rotEveryUs > 0,
  disksWiped: ({ aims, disk }) => disk.wipeEveryUs > 0 || aims.some(({ fault }) => fault === 'wipe'),
  writesWithoutSpace: ({ disk }) => disk.fullEveryUs > 0,
  slowDisks: ({ disk }) => disk.slowFactor > 1,
};

/** The faults that seeds of these systems can bring; what a system excludes is no news when it does not happen. */
export function possibleFaults(systems: readonly System[]): ReadonlySet<string> {
  const possible = new Set<string>();
  for (const system of systems) {
    for (let i = 0; i < DRAWN; i++) {
      const scenario = drawScenario(`possible-${i}`, system);
      for (const [fault, needs] of Object.entries(NEEDS)) if (needs(scenario, system)) possible.add(fault);
    }
  }
  return possible;
}
