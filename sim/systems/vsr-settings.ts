import { z } from 'zod';
import type { ProcessId } from '../../src/process/ids.ts';
import type { VsrClientConfig, VsrConfig } from '../../src/vsr/config.ts';
import { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import { drawReads } from './vsr-draw-reads.ts';
import { modeOf, newMembers } from './vsr-workload.ts';

const MS = 1000;
const us = z.number().int().min(1).max(3_600_000_000);

/** What a scenario says about VSR. */
export const vsrSettings = z.strictObject({
  service: z.enum(['kv', 'counter', 'append-list', 'stamp']),
  /** Keys of the key-value service: few, so that clients meet. */
  keys: z.number().int().min(1).max(1000),
  preVote: z.boolean(),
  pipelineMax: z.number().int().min(1).max(1000),
  /** Requests that wait for room in the pipeline, and how long. In scenarios from before this was said: many, for ever. */
  queueMax: z.number().int().min(0).max(10_000).default(10_000),
  queueUs: us.default(3_600_000_000),
  /** Operations that go into one entry at most. */
  batchMax: z.number().int().min(1).max(1000).default(1),
  sessionsMax: z.number().int().min(1).max(10_000),
  /** Who predicts what operations need to know of the world. */
  predictions: z.enum(['primary', 'merged']).default('primary'),
  /** How reads are answered: some like any operation, through the log, the others so; `mixed`: all ways but leases. */
  reads: z.enum(['log', 'quorum', 'stale', 'mixed', 'lease']).default('log'),
  /** So many clients, after the first, do nothing but read. */
  readers: z.number().int().min(0).max(1000).default(0),
  /** 0: no leases. */
  leaseUs: z.number().int().min(0).max(3_600_000_000).default(0),
  /** What leases allow for: how much faster or slower than true time a clock may be. */
  leaseDriftPpm: z.number().int().min(0).max(500_000).default(0),
  /** Ops between two checkpoints; 0, and in scenarios from before there were any: none. */
  checkpointOps: z.number().int().min(0).max(1_000_000).default(0),
  /** The log is cut below the oldest of so many checkpoints. */
  checkpointsKept: z.number().int().min(1).max(100).default(1),
  /** Bytes of a checkpoint that are encoded at a time. */
  checkpointSliceBytes: z.number().int().min(1).max(1_000_000_000).default(4096),
  /** Whether disks may lose what they acknowledged. In scenarios from before they could: no. */
  distrustsDisk: z.boolean().default(false),
  /** So many replicas are members of the group at first; the others can become members. 0: all are. */
  members: z.number().int().min(0).max(7).default(0),
  /** How many percent of the operations of the first client ask for another group. */
  reconfigurePercent: z.number().int().min(0).max(100).default(0),
  /** Mode M: only the promised view is on the disk. */
  logInMemory: z.boolean().default(false),
  heartbeatUs: us,
  resendUs: us,
  viewTimeoutUs: us,
  viewTimeoutMaxUs: us,
  abdicateUs: us,
  retryUs: us,
  retryMaxUs: us,
  /** 0: clients never give up. */
  giveUpUs: z.number().int().min(0).max(3_600_000_000),
});
export type VsrSettings = z.infer<typeof vsrSettings>;

/**
 * Settings with which no cluster could work, however sound its code: what fails with them says nothing. A backup that waits
 * for less than two heartbeats takes every primary for dead.
 */
const NONSENSE: readonly (readonly [
  field: keyof VsrSettings,
  is: (s: VsrSettings) => boolean,
  must: string,
])[] = [
  ['viewTimeoutUs', (s) => s.viewTimeoutUs < 2 * s.heartbeatUs, 'must be twice heartbeatUs at least'],
  ['viewTimeoutMaxUs', (s) => s.viewTimeoutMaxUs < s.viewTimeoutUs, 'must not be less than viewTimeoutUs'],
  ['abdicateUs', (s) => s.abdicateUs < s.viewTimeoutUs, 'must not be less than viewTimeoutUs'],
  ['retryMaxUs', (s) => s.retryMaxUs < s.retryUs, 'must not be less than retryUs'],
  ['giveUpUs', (s) => s.giveUpUs > 0 && s.giveUpUs < s.retryUs, 'must be 0 (never) or not less than retryUs'],
];

/** @throws ScenarioError naming the first wrong setting. */
export function parseVsrSettings(scenario: Scenario): VsrSettings {
  const result = vsrSettings.safeParse(scenario.settings);
  if (result.success) {
    const { data } = result;
    mustDistrust(scenario, data);
    mustAllowForDrift(scenario, data);
    const nonsense = NONSENSE.find(([, is]) => is(data));
    if (nonsense === undefined) return data;
    throw new ScenarioError(`settings.${nonsense[0]}: ${nonsense[2]}`);
  }
  const issue = result.error.issues[0];
  throw new ScenarioError(`settings.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

/** Disks that lose what they acknowledged. */
const LOSING = ['lost-write', 'misdirected-write', 'rot', 'wipe'] as const;

function mustDistrust({ faults }: Scenario, { distrustsDisk }: VsrSettings): void {
  const loses = LOSING.some((name) => faults[name] !== undefined);
  if (loses && !distrustsDisk) {
    throw new ScenarioError('settings.distrustsDisk: must be true when disks lose what they acknowledged');
  }
}

function mustAllowForDrift({ faults }: Scenario, { leaseUs, leaseDriftPpm }: VsrSettings): void {
  if (leaseUs > 0 && (faults.clock?.driftMaxPpm ?? 0) > leaseDriftPpm) {
    throw new ScenarioError('settings.leaseDriftPpm: must not be less than faults.clock.driftMaxPpm');
  }
}

/** Timeouts are drawn around what the network and the disks of the scenario need: most patient, some too short for their storm. */
export function drawVsrSettings(s: Sequence, scenario: Scenario): VsrSettings {
  const { network, disk } = scenario;
  // A stream of their own: what came later does not shift what was drawn before it.
  const predicting = new Sequence(scenario.seed, 'vsr-predictions');
  const reading = new Sequence(scenario.seed, 'vsr-reads');
  const queueing = new Sequence(scenario.seed, 'vsr-queue');
  const regrouping = new Sequence(scenario.seed, 'vsr-reconfiguration');
  const slicing = new Sequence(scenario.seed, 'vsr-slices');
  const roundTripUs =
    2 * (network.delayMinUs + network.delayMeanUs) + 2 * (disk.latencyMinUs + disk.latencyMeanUs);
  const heartbeatUs = s.pick([5, 10, 20, 40]) * MS;
  const viewTimeoutUs = Math.max(3 * heartbeatUs, Math.floor((roundTripUs * s.pick([2, 4, 8, 8, 12])) / 2));
  const retryUs = Math.max(20 * MS, roundTripUs * s.pick([2, 4, 8]));
  const batchMax = queueing.pick([1, 1, 2, 4, 16]);
  return {
    service: drawService(s, predicting),
    keys: s.pick([1, 2, 3, 5, 10]),
    preVote: s.percent(60),
    pipelineMax: narrowFor(batchMax, s.pick([1, 2, 4, 8, 32]), queueing),
    // fewer than two that wait make no batch
    queueMax: Math.max(batchMax > 1 ? 2 : 0, queueing.pick([0, 1, 2, 64, 64])),
    queueUs: retryUs * queueing.pick([1, 4, 16]),
    batchMax,
    // Fewer sessions than clients evict each other for ever: seldom, and never so few that no client gets through.
    sessionsMax: s.percent(10) ? scenario.clients + s.between(0, 2) : 64,
    heartbeatUs,
    resendUs: Math.max(10 * MS, roundTripUs * s.pick([1, 2, 4])),
    viewTimeoutUs,
    viewTimeoutMaxUs: viewTimeoutUs * s.pick([4, 8, 16]),
    abdicateUs: viewTimeoutUs * s.pick([2, 4, 8]),
    retryUs,
    retryMaxUs: retryUs * s.pick([2, 8]),
    giveUpUs: s.percent(30) ? 0 : retryUs * s.pick([2, 4, 8, 16]),
    predictions: predicting.percent(75) ? 'merged' : 'primary',
    ...drawReads(reading, scenario, viewTimeoutUs),
    checkpointOps: s.pick([0, 2, 4, 8, 16, 32]),
    checkpointsKept: s.pick([1, 1, 2, 3]),
    checkpointSliceBytes: slicing.pick([16, 64, 256, 4096]),
    distrustsDisk: s.percent(30),
    logInMemory: false,
    ...drawReconfiguration(regrouping, scenario),
  };
}

/** Operations go into one entry when they have waited together: where the pipeline is wider than there are clients, none ever wait. */
const narrowFor = (batchMax: number, pipelineMax: number, queueing: Sequence): number =>
  batchMax > 1 ? queueing.pick([1, 1, 1, 2, 4]) : pipelineMax;

function drawService(s: Sequence, predicting: Sequence): VsrSettings['service'] {
  const drawn = s.pick(['kv', 'kv', 'kv', 'kv', 'counter', 'append-list'] as const);
  return predicting.percent(15) ? 'stamp' : drawn;
}

const CLUSTER = 7;

/** Settings of replicas have the names of the scenario's. */
export const replicaConfig = (settings: VsrSettings, members: readonly ProcessId[]): VsrConfig => ({
  ...settings,
  cluster: CLUSTER,
  members,
});

/** A group that changes has three members at least. */
function drawReconfiguration(
  s: Sequence,
  { replicas }: Scenario,
): Pick<VsrSettings, 'members' | 'reconfigurePercent'> {
  const percent = s.pick([3, 6, 12, 25]);
  if (!s.percent(25) || replicas < 3) return { members: 0, reconfigurePercent: 0 };
  return { members: Math.max(3, replicas - s.pick([0, 1, 2, 2])), reconfigurePercent: percent };
}

export function clientConfig(settings: VsrSettings, members: readonly ProcessId[]): VsrClientConfig {
  const { retryUs, retryMaxUs, giveUpUs } = settings;
  return { cluster: CLUSTER, members, retryUs, retryMaxUs, giveUpUs, modeOf, membersOf: newMembers };
}
