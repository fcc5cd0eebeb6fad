import { processId } from '../../process/ids.ts';
import type { VsrConfig } from '../data/config.ts';

/** Settings for scripted runs, with round numbers. */
export function testConfig(replicas: number, changes: Partial<VsrConfig> = {}): VsrConfig {
  return {
    cluster: 7,
    members: Array.from({ length: replicas }, (_, i) => processId(i)),
    pipelineMax: 8,
    batchMax: 1,
    queueMax: 16,
    queueUs: 100_000,
    sessionsMax: 16,
    predictions: 'primary',
    checkpointOps: 0,
    checkpointsKept: 1,
    checkpointSliceBytes: 4096,
    distrustsDisk: false,
    logInMemory: false,
    heartbeatUs: 10_000,
    resendUs: 8_000,
    viewTimeoutUs: 60_000,
    viewTimeoutMaxUs: 500_000,
    abdicateUs: 50_000,
    leaseUs: 0,
    leaseDriftPpm: 0,
    preVote: true,
    ...changes,
  };
}
