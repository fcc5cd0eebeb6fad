import type { ProcessId } from '../../src/process/ids.ts';
import type { VsrClientConfig, VsrConfig } from '../../src/vsr/data/config.ts';
import type { VsrSettings } from './vsr-settings.ts';
import { modeOf, newMembers, notBeforeOf } from './vsr-workload.ts';

const CLUSTER = 7;

/** Settings of replicas have the names of the scenario's. */
export const replicaConfig = (settings: VsrSettings, members: readonly ProcessId[]): VsrConfig => ({
  ...settings,
  cluster: CLUSTER,
  members,
});

export function clientConfig(settings: VsrSettings, members: readonly ProcessId[]): VsrClientConfig {
  const { retryUs, retryMaxUs, giveUpUs } = settings;
  return {
    cluster: CLUSTER,
    members,
    retryUs,
    retryMaxUs,
    giveUpUs,
    modeOf,
    notBeforeOf,
    membersOf: newMembers,
  };
}
