import { z } from 'zod';
import type { ProcessId } from '../../src/process/ids.ts';
import type { VsrClientConfig, VsrConfig } from '../../src/vsr/config.ts';
import type { Sequence } from '../engine/random.ts';
import { type Scenario, ScenarioError } from '../scenario/scenario.ts';

const MS = 1000;
const us = z.number().int().min(1).max(3_600_000_000);

/** What a scenario says about VSR. */
export const vsrSettings = z.strictObject({
  service: z.enum(['kv', 'counter', 'append-list']),
  /** Keys of the key-value service: few, so that clients meet. */
  keys: z.number().int().min(1).max(1000),
  preVote: z.boolean(),
  pipelineMax: z.number().int().min(1).max(1000),
  sessionsMax: z.number().int().min(1).max(10_000),
  /** Ops between two checkpoints; 0, and in scenarios from before there were any: none. */
  checkpointOps: z.number().int().min(0).max(1_000_000).default(0),
  /** The log is cut below the oldest of so many checkpoints. */
  checkpointsKept: z.number().int().min(1).max(100).default(1),
  /** Whether disks may lose what they acknowledged. In scenarios from before they could: no. */
  distrustsDisk: z.boolean().default(false),
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
    const nonsense = NONSENSE.find(([, is]) => is(data));
    if (nonsense === undefined) return data;
    throw new ScenarioError(`settings.${nonsense[0]}: ${nonsense[2]}`);
  }
  const issue = result.error.issues[0];
  throw new ScenarioError(`settings.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

function mustDistrust({ disk }: Scenario, { distrustsDisk }: VsrSettings): void {
  const loses = disk.lostWritePpm + disk.misdirectedPpm + disk.rotEveryUs + disk.wipeEveryUs > 0;
  if (loses && !distrustsDisk) {
    throw new ScenarioError('settings.distrustsDisk: must be true when disks lose what they acknowledged');
  }
}

/** Timeouts are drawn around what the network and the disks of the scenario need: most patient, some too short for their storm. */
export function drawVsrSettings(s: Sequence, scenario: Scenario): VsrSettings {
  const { network, disk } = scenario;
  const roundTripUs =
    2 * (network.delayMinUs + network.delayMeanUs) + 2 * (disk.latencyMinUs + disk.latencyMeanUs);
  const heartbeatUs = s.pick([5, 10, 20, 40]) * MS;
  const viewTimeoutUs = Math.max(3 * heartbeatUs, Math.floor((roundTripUs * s.pick([2, 4, 8, 8, 12])) / 2));
  const retryUs = Math.max(20 * MS, roundTripUs * s.pick([2, 4, 8]));
  return {
    service: s.pick(['kv', 'kv', 'kv', 'kv', 'counter', 'append-list']),
    keys: s.pick([1, 2, 3, 5, 10]),
    preVote: s.percent(60),
    pipelineMax: s.pick([1, 2, 4, 8, 32]),
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
    checkpointOps: s.pick([0, 2, 4, 8, 16, 32]),
    checkpointsKept: s.pick([1, 1, 2, 3]),
    distrustsDisk: s.percent(30),
    logInMemory: false,
  };
}

const CLUSTER = 7;

export function replicaConfig(settings: VsrSettings, members: readonly ProcessId[]): VsrConfig {
  const {
    pipelineMax,
    sessionsMax,
    checkpointOps,
    checkpointsKept,
    distrustsDisk,
    logInMemory,
    heartbeatUs,
    resendUs,
    viewTimeoutUs,
    viewTimeoutMaxUs,
    abdicateUs,
    preVote,
  } = settings;
  return {
    cluster: CLUSTER,
    members,
    pipelineMax,
    sessionsMax,
    checkpointOps,
    checkpointsKept,
    distrustsDisk,
    logInMemory,
    heartbeatUs,
    resendUs,
    viewTimeoutUs,
    viewTimeoutMaxUs,
    abdicateUs,
    preVote,
  };
}

export function clientConfig(settings: VsrSettings, members: readonly ProcessId[]): VsrClientConfig {
  const { retryUs, retryMaxUs, giveUpUs } = settings;
  return { cluster: CLUSTER, members, retryUs, retryMaxUs, giveUpUs };
}
