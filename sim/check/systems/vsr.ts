import type { CounterOperation } from '../../../src/service/counter.ts';
import type { ReplicaState } from '../../../src/vsr/protocol/state/replica-state.ts';
import type { CheckHints, WorkloadSetup } from './hints.ts';
import { vsrProperties } from './vsr-properties.ts';

/**
 * Powers of ten: every sum shows which of them are included. Before a search clients read: that opens their sessions. Clients that only read, and reads that do not go through the log, are
 * settings; if groups change, the first client asks for a group of all replicas before anything else.
 */
const workload = (
  client: number,
  count: number,
  { replicas, settings, warmUp }: WorkloadSetup,
): readonly (CounterOperation | Reconfigure)[] => {
  const { readers, reads, reconfigurePercent } = settings as unknown as VsrSettings; // the system has parsed them
  const readsOnly = client > 0 && client <= readers;
  const changes = reconfigurePercent > 0 && client === 0;
  const get: CounterOperation & { readonly read?: string } =
    reads === 'log' ? { kind: 'get' } : { kind: 'get', ...{ read: reads } };
  return Array.from({ length: count }, (_, at) => {
    const i = at - warmUp;
    if (i < 0) return { kind: 'get' };
    if (changes && i === 0)
      return { kind: 'reconfigure', members: Array.from({ length: replicas }, (_, id) => id) };
    return readsOnly || i > (changes ? 1 : 0) ? get : { kind: 'add', amount: 10 ** client };
  });
};

interface Reconfigure {
  readonly kind: 'reconfigure';
  readonly members: readonly number[];
}

interface VsrSettings {
  readonly readers: number;
  readonly reads: string;
  readonly reconfigurePercent: number;
}

/** Measured times only affect when timers fire, and here they may fire at any time. */
function timeless(state: object): void {
  const { timing } = state as ReplicaState; // the only replica state of this system
  timing.silence = { meanUs: 0, deviationUs: 0 };
  timing.roundTrip = { meanUs: 0, deviationUs: 0 };
  timing.attempts = 0;
  timing.jitter = 0;
  timing.longestUs = 0;
  timing.measuredUs = 0;
  timing.roundTrips = 0;
  timing.timedOp = 0;
  timing.timedUs = 0;
  timing.answeredMark = 0;
  timing.resends = 0;
}

/** Hints for Viewstamped Replication: the log on disk, no leases, no checkpoints, no pre-vote. */
export const vsrHints: CheckHints = {
  size: { replicas: 3, clients: 2, operations: 1 },
  settings: {
    service: 'counter',
    keys: 1,
    preVote: false,
    pipelineMax: 4,
    queueMax: 0,
    queueUs: 1000,
    batchMax: 1,
    sessionsMax: 64,
    predictions: 'primary',
    reads: 'log',
    readers: 0,
    leaseUs: 0,
    leaseDriftPpm: 0,
    checkpointOps: 0,
    checkpointsKept: 1,
    checkpointSliceBytes: 4096,
    distrustsDisk: false,
    members: 0,
    reconfigurePercent: 0,
    heartbeatUs: 1000,
    resendUs: 1000,
    viewTimeoutUs: 10_000,
    viewTimeoutMaxUs: 10_000,
    abdicateUs: 10_000,
    retryUs: 1000,
    retryMaxUs: 1000,
    giveUpUs: 0,
  },
  workload,
  properties: vsrProperties,
  timers: {
    replicas: { 0: 'view', 1: 'heartbeat', 2: 'resend', 3: 'checkpoint' },
    clients: { 0: 'retry', 1: 'give-up' },
  },
  pace(us) {
    const [viewTimeoutUs, retryUs] = [us('view'), us('retry')];
    return {
      viewTimeoutUs,
      viewTimeoutMaxUs: viewTimeoutUs,
      // The same timer, at a primary.
      abdicateUs: Math.max(us('abdicate'), viewTimeoutUs),
      // A backup must be able to wait for two of them.
      heartbeatUs: Math.min(us('heartbeat'), Math.floor(viewTimeoutUs / 2)),
      resendUs: us('resend'),
      retryUs,
      retryMaxUs: retryUs,
    };
  },
  timeless,
  // Only queues depend on order, and they keep it. The test of the hints compares both orders.
  unordered: true,
};
