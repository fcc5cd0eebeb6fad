import {
  type DeterministicModel,
  replay,
  type SequentialModel,
} from '../../invariants/linearizability/model.ts';
import { appendList as appendListModel } from '../../invariants/linearizability/models/append-list.ts';
import { growingCounter } from '../../invariants/linearizability/models/counter.ts';
import { kv as kvModel } from '../../invariants/linearizability/models/kv.ts';
import {
  stampMerge,
  stamp as stampModel,
  stampReplay,
} from '../../invariants/linearizability/models/stamp.ts';
import type { Tank } from '../../invariants/observer.ts';
import { calmAfterHeal } from '../../invariants/vsr/calm-after-heal.ts';
import { type Model, vsrInvariants } from '../../invariants/vsr/catalogue.ts';
import type { ProcessId } from '../../src/process/ids.ts';
import { appendList } from '../../src/service/append-list.ts';
import { counter } from '../../src/service/counter.ts';
import { kv } from '../../src/service/kv.ts';
import type { Service } from '../../src/service/service.ts';
import { LOTS, stamp } from '../../src/service/stamp.ts';
import { createClient } from '../../src/vsr/client/client.ts';
import { acceptsMessage } from '../../src/vsr/data/accepts.ts';
import { quorumOf } from '../../src/vsr/data/config.ts';
import { VIEWS_PER_EPOCH } from '../../src/vsr/data/epochs.ts';
import { createReplica } from '../../src/vsr/protocol/replica.ts';
import type { ReplicaState, Status } from '../../src/vsr/protocol/state/replica-state.ts';
import { formatted } from '../../src/vsr/storage/format-disk.ts';
import { Sequence } from '../chance/streams.ts';
import { defineSystem } from '../define/define-system.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { about } from './vsr-about.ts';
import { abstraction } from './vsr-abstraction.ts';
import { clientConfig, replicaConfig } from './vsr-config.ts';
import { withDiskFaults, withoutDiskFaults } from './vsr-disk.ts';
import { drawVsrSettings } from './vsr-draw.ts';
import { committedOps, excuse } from './vsr-excuse.ts';
import { groupsOf, groupsSeen, latestGroup, membersAtFirst } from './vsr-groups.ts';
import { acceptsOf, SERVED_SETTINGS } from './vsr-served.ts';
import { parseVsrSettings, type VsrSettings } from './vsr-settings.ts';
import { VSR_MEMORY_PROBES, VSR_POINTS, VSR_PROBES, vsrSituations } from './vsr-situations.ts';
import { describeMessage, describeObservation, describeReplica, label } from './vsr-text.ts';
import { vsrWal } from './vsr-wal.ts';
import { modeOf, newMembers, vsrOperation, withMode } from './vsr-workload.ts';

const SERVICES = { kv, counter, 'append-list': appendList, stamp } as const;
const MODELS = {
  kv: kvModel,
  counter: growingCounter,
  'append-list': appendListModel,
  stamp: stampModel(LOTS),
} as const;

/**
 * Measured over 5,200 seeds: none in 71 %, one in 27 %, three at the worst (in 7). Those are right: a view change that was going on, and
 * outsiders that come back with a higher view. Views that rotate come to more in no time.
 */
const VIEW_CHANGES_AFTER_HEAL_MAX = 6;

/** The system with its log on disk (mode D), or in memory (mode M), behind four services. */
const vsrSystem = (name: string, summary: string, logInMemory: boolean): System =>
  defineSystem({
    name,
    summary,
    replica: ({ settings, replicas }) =>
      createReplica(
        replicaConfig(settings, membersAtFirst(settings, replicas)),
        SERVICES[settings.service] as Service,
      ),
    client: ({ settings, replicas }) =>
      createClient(clientConfig(settings, membersAtFirst(settings, replicas))),
    operation(draw, client, index, setup) {
      const { settings, operations } = setup;
      const operation = vsrOperation(settings, draw, client, index, setup);
      if (newMembers(operation) !== undefined) return operation; // for the group, whatever the service takes it for (F12)
      const isRead = (SERVICES[settings.service] as Service).isRead?.(operation) === true;
      return isRead ? withMode(operation, settings, draw, client, index > operations) : operation;
    },
    promisesLess: (operation) => modeOf(operation) === 'stale' || newMembers(operation) !== undefined,
    model: ({ settings }) => modelOf(settings),
    invariants: ({ settings, replicas, scenario }) => [
      ...vsrInvariants({
        quorumOf,
        members: membersAtFirst(settings, replicas),
        viewsPerEpoch: VIEWS_PER_EPOCH,
        preVote: settings.preVote,
        pipelineMax: settings.pipelineMax,
        queueMax: settings.queueMax,
        batchMax: settings.batchMax,
        sessionsMax: settings.sessionsMax,
        leaseUs: settings.leaseUs,
        misroutes: scenario.faults.misroute !== undefined,
        beyond: scenario.beyond,
        model: replayOf(settings),
        merge: settings.service === 'stamp' ? stampMerge : undefined,
        calmAfterUs: isCalm(scenario) ? CALM_AFTER_US : undefined,
        wal: vsrWal(settings.distrustsDisk, settings.logInMemory),
      }),
      calmAfterHeal(VIEW_CHANGES_AFTER_HEAL_MAX),
    ],
    observers: [vsrSituations, committedOps, groupsSeen],
    groups: (tank, { settings, replicas }) => groupsOf(tank, membersAtFirst(settings, replicas)),
    // Of the smallest group that there may be.
    losable: ({ settings, replicas }) =>
      (Math.min(membersAtFirst(settings, replicas).length, settings.reconfigurePercent > 0 ? 3 : 7) - 1) >> 1,
    freeze: false,
    points: VSR_POINTS,
    probes: logInMemory ? VSR_MEMORY_PROBES : VSR_PROBES,
    quorum: quorumOf,
    settings: {
      draw: (s, scenario) => inMode(drawVsrSettings(s, scenario), logInMemory),
      parse: parseVsrSettings,
      served: () => ({ ...SERVED_SETTINGS, logInMemory }),
    },
    accepts: (message, sender, { settings }) => acceptsMessage(message, sender, acceptsOf(settings.service)),
    narrow(scenario, settings, sequence) {
      const fitting = logInMemory
        ? forgetful(scenario)
        : withDiskFaults(sequence, scenario, settings.distrustsDisk);
      return {
        ...fitting,
        replicas: withSpares(scenario, settings),
        // An outsider that can send and not hear raises its view for ever; only pre-vote keeps it from disturbing (E16).
        outsiders: settings.preVote ? fitting.outsiders : fitting.outsiders.filter((fate) => fate !== 'half'),
        // The states of a list are orders: eight concurrent pushes have 40,320, and I17 has to consider them all.
        clients: settings.service === 'append-list' ? Math.min(4, scenario.clients) : scenario.clients,
        faults: meetingLease(fitting, settings),
      };
    },
    formatted: ({ settings }) => (settings.distrustsDisk ? FORMATTED : NOTHING),
    hasRecovered,
    diverged,
    excuse: (tank, core) => excuse(tank, core, logInMemory),
    abstraction,
    label,
    describeMessage,
    describeState: describeReplica,
    describeObservation,
    about,
    describeOperation: (operation) => JSON.stringify(operation),
    describeResult: (result) => JSON.stringify(result),
  });

/** Viewstamped Replication with durable logs. */
export const vsr = vsrSystem(
  'vsr',
  'Viewstamped Replication Revisited, durable, with the published errors corrected',
  false,
);

/** The same with its log in memory: a replica that crashes recovers from the others. */
export const vsrMemory = vsrSystem(
  'vsr-memory',
  'the same with the log in memory and only the promised view on disk; who crashes recovers from the others',
  true,
);

/** What mode M does not take: more than a minority that has forgotten, or that cannot be reached for good; disks that fail. */
const forgetful = (scenario: Scenario): Scenario => ({
  ...withoutDiskFaults(scenario),
  forgetful: true,
  outsiders: [],
});

/** Clocks that drift at all drift as far as leases allow for: less proves nothing about that. */
function meetingLease({ faults }: Scenario, { leaseUs, leaseDriftPpm }: VsrSettings): Scenario['faults'] {
  const { clock } = faults;
  if (leaseUs === 0 || clock === undefined || clock.driftMaxPpm === 0) return faults;
  return { ...faults, clock: { ...clock, driftMaxPpm: leaseDriftPpm } };
}

const inMode = (drawn: VsrSettings, logInMemory: boolean): VsrSettings =>
  logInMemory ? { ...drawn, distrustsDisk: false, logInMemory } : drawn;

/** A group that is to change needs others to change with. */
function withSpares({ replicas, seed }: Scenario, { reconfigurePercent }: VsrSettings): number {
  if (reconfigurePercent === 0) return replicas;
  return Math.min(7, replicas + new Sequence(seed, 'vsr-spares').pick([0, 1, 2, 2, 3]));
}

const modelOf = ({ service }: VsrSettings): SequentialModel<unknown, unknown, unknown> =>
  MODELS[service] as SequentialModel<unknown, unknown, unknown>; // goes with its service

const replayOf = ({ service }: VsrSettings): Model =>
  service === 'stamp'
    ? stampReplay
    : wholeObject(MODELS[service] as DeterministicModel<unknown, unknown, unknown>); // likewise

/** Timeouts have adapted to any network by then. */
const CALM_AFTER_US = 4_000_000;

/** Nothing strikes, and no delay is many times as long as the others: what a network with a long tail does is hardly calm. */
const isCalm = ({ faults, network }: Scenario): boolean =>
  Object.keys(faults).length === 0 && network.strategy === 'uniform' && network.delayShape !== 'long-tail';

const NOTHING: ReadonlyMap<string, Uint8Array> = new Map();
const FORMATTED = formatted();

/** It takes part, or is not needed, with all that it says durable. */
function hasRecovered(tank: Tank, replica: ProcessId): boolean {
  const state = tank.replica(replica) as ReplicaState | undefined;
  if (state === undefined) return false;
  const { durable, logView, status, view, wal } = state;
  switch (status) {
    case 'normal':
      return durable.logView === view;
    case 'leaving':
      return durable.logView === logView;
    case 'retired':
      return true;
    case 'transitioning': // in mode M it may be one that was needed, and has forgotten that
      return !wal.inMemory || isSettled(tank);
    default:
      return false;
  }
}

/** Whether the members of the latest epoch that there is have gone on in it. */
function isSettled(tank: Tank): boolean {
  let epoch = 0;
  let settled = true;
  for (let replica = 0; replica < tank.replicas; replica++) {
    const state = tank.replica(replica as ProcessId) as ReplicaState | undefined; // in range
    if (state === undefined || state.epoch < epoch || state.status === 'recovering') continue;
    const goesOn = state.epoch === 0 || (state.status === 'normal' && state.commit > state.membership.since);
    settled = state.epoch > epoch ? goesOn : settled || goesOn;
    epoch = state.epoch;
  }
  return settled;
}

/** A partitioned model as one object, for an independent replay of the log. */
const wholeObject = (model: DeterministicModel<unknown, unknown, unknown>): Model => ({
  initial: new Map<string, unknown>(),
  apply(states, operation) {
    const parts = states as Map<string, unknown>; // what `initial` is
    return { state: parts, result: replay(model, parts, operation) };
  },
});

/** Of replicas that are not members. One that has lost its disk does not know whether it is one. */
const OUTSIDE: ReadonlySet<Status> = new Set(['transitioning', 'retired', 'recovering']);

/** L2: all members of the latest group normal in one view, with equal log, everything in it executed, and equal states. */
function diverged(tank: Tank, among: readonly ProcessId[]): string | undefined {
  let first: ReplicaState | undefined;
  const group = latestGroup(tank, among);
  for (const id of among) {
    const state = tank.replica(id) as ReplicaState | undefined;
    if (state === undefined) return `replica ${id} is down`;
    if (!group.includes(id)) {
      if (OUTSIDE.has(state.status)) continue;
      return `replica ${id} is not a member any more, and in status ${state.status}`;
    }
    if (state.status !== 'normal') return `replica ${id} is in status ${state.status}`;
    if (state.commit !== state.log.length)
      return `replica ${id} has executed ${state.commit} of ${state.log.length} ops`;
    first ??= state;
    if (state.view !== first.view)
      return `replicas ${first.self} and ${id} are in views ${first.view} and ${state.view}`;
    if (state.log.length !== first.log.length || state.log.at(-1)?.checksum !== first.log.at(-1)?.checksum) {
      return `replicas ${first.self} and ${id} have different logs`;
    }
  }
  return undefined;
}
