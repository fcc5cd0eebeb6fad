import * as z from 'zod';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenario-error.ts';
import { complaintOf, PLAIN } from '../words/complaint.ts';

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
  const result = vsrSettings.safeParse(scenario.settings, PLAIN);
  if (result.success) {
    const { data } = result;
    mustDistrust(scenario, data);
    mustAllowForDrift(scenario, data);
    const nonsense = NONSENSE.find(([, is]) => is(data));
    if (nonsense === undefined) return data;
    throw new ScenarioError(`settings.${nonsense[0]}: ${nonsense[2]}`);
  }
  throw new ScenarioError(`settings.${complaintOf(result.error)}`);
}

/** Disks that lose what they acknowledged. */
const LOSING = ['lost-write', 'misdirected-write', 'rot', 'wipe'] as const;

function mustDistrust({ faults }: Scenario, { distrustsDisk }: VsrSettings): void {
  const wipes = faults.rules?.rules.some(({ then }) => then.do === 'wipe') === true;
  const loses = wipes || LOSING.some((name) => faults[name] !== undefined);
  if (loses && !distrustsDisk) {
    throw new ScenarioError('settings.distrustsDisk: must be true when disks lose what they acknowledged');
  }
}

function mustAllowForDrift({ faults }: Scenario, { leaseUs, leaseDriftPpm }: VsrSettings): void {
  if (leaseUs > 0 && (faults.clock?.driftMaxPpm ?? 0) > leaseDriftPpm) {
    throw new ScenarioError('settings.leaseDriftPpm: must not be less than faults.clock.driftMaxPpm');
  }
}
