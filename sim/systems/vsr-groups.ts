import type { Observer, Tank } from '../../invariants/observer.ts';
import { type ProcessId, processId } from '../../src/process/ids.ts';
import type { ClientState } from '../../src/vsr/client/operation.ts';
import { configOf, type Reconfiguration } from '../../src/vsr/data/epochs.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import type { ReplicaState } from '../../src/vsr/protocol/state/replica-state.ts';
import type { VsrSettings } from './vsr-settings.ts';
import { newMembers } from './vsr-workload.ts';

interface Groups {
  /** By epoch, from 1. */
  readonly epochs: (readonly ProcessId[] | undefined)[];
  /** What clients have asked for, whatever has come of it. */
  readonly asked: Reconfiguration[];
}

export const groupsSeen: Observer<Groups, ReplicaState, ClientState> = {
  initial: () => ({ epochs: [], asked: [] }),
  only: { observe: ['executed'] },
  on: {
    observe({ epochs }, _tank, _process, observation) {
      if (observation.type !== 'executed') return;
      const { entry } = observation as Executed; // the only observation with this type
      const config = configOf(entry);
      if (config !== undefined) epochs[entry.epoch + 1] = config;
    },
    call({ asked }, tank, client, _id, operation) {
      const config = newMembers(operation);
      // the client may first have to open a session, and ask when the storm is over
      if (config !== undefined) asked.push({ config, epoch: tank.client(client)?.epoch ?? 0 });
    },
  },
};

/** Who is in the group at first. */
export function membersAtFirst({ members }: VsrSettings, replicas: number): readonly ProcessId[] {
  const count = members === 0 ? replicas : Math.min(members, replicas);
  return Array.from({ length: count }, (_, i) => processId(i));
}

/**
 * The groups that must be able to go on when the storm is over: all that there were, because somebody may have slept since, or know
 * no other; and those that a request may still bring about.
 */
export function groupsOf(tank: Tank, first: readonly ProcessId[]): readonly (readonly ProcessId[])[] {
  const { asked, epochs } = tank.shared(groupsSeen);
  const later = epochs.filter((config) => config !== undefined);
  const open = asked.filter(({ epoch }) => epoch >= later.length).map(({ config }) => config);
  return [first, ...later, ...open];
}

/** The members of the highest epoch that any of these replicas lives in. */
export function latestGroup(tank: Tank, among: readonly ProcessId[]): readonly ProcessId[] {
  let latest: ReplicaState | undefined;
  for (const id of among) {
    const state = tank.replica(id) as ReplicaState | undefined;
    if (state !== undefined && state.status !== 'recovering' && state.epoch >= (latest?.epoch ?? 0))
      latest = state;
  }
  return latest?.config ?? [];
}
