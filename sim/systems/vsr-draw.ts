import { Sequence } from '../chance/streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { drawReads } from './vsr-draw-reads.ts';
import type { VsrSettings } from './vsr-settings.ts';

const MS = 1000;
const HEARTBEATS_US = [5 * MS, 10 * MS, 20 * MS, 40 * MS];

/** Timeouts are drawn around what the network and the disks of the scenario need: most patient, some too short for their storm. */
export function drawVsrSettings(s: Sequence, scenario: Scenario): VsrSettings {
  const { network, disk } = scenario;
  // A stream of their own: what came later does not shift what was drawn before it.
  const predicting = new Sequence(scenario.seed, 'vsr-predictions');
  const reading = new Sequence(scenario.seed, 'vsr-reads');
  const queueing = new Sequence(scenario.seed, 'vsr-queue');
  const regrouping = new Sequence(scenario.seed, 'vsr-reconfiguration');
  const slicing = new Sequence(scenario.seed, 'vsr-slices');
  const impatience = new Sequence(scenario.seed, 'vsr-impatience');
  const roundTripUs =
    2 * (network.delayMinUs + network.delayMeanUs) + 2 * (disk.latencyMinUs + disk.latencyMeanUs);
  const drawnUs = s.pick(HEARTBEATS_US);
  const impatient = isImpatient(impatience, scenario);
  const heartbeatUs = impatient ? Math.min(...HEARTBEATS_US) : drawnUs;
  const patientUs = Math.max(3 * heartbeatUs, Math.floor((roundTripUs * s.pick([2, 4, 8, 8, 12])) / 2));
  const viewTimeoutUs = impatient ? 2 * heartbeatUs : patientUs;
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
    // Few sessions evict each other. Never fewer than clients: no client would get through.
    sessionsMax: s.percent(28) ? scenario.clients + s.between(0, 2) : 64,
    heartbeatUs,
    resendUs: Math.max(10 * MS, roundTripUs * s.pick([1, 2, 4])),
    viewTimeoutUs,
    viewTimeoutMaxUs: patientUs * s.pick([4, 8, 16]),
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

const IMPATIENT_PERCENT = 75;

/**
 * Calm runs only, where no view change is right: starts with the shortest timeout that is drawn, twice the shortest heartbeat. It must
 * then adapt to the network.
 */
const isImpatient = (impatience: Sequence, { faults }: Scenario): boolean =>
  Object.keys(faults).length === 0 && impatience.percent(IMPATIENT_PERCENT);

/** Operations go into one entry when they have waited together: where the pipeline is wider than there are clients, none ever wait. */
const narrowFor = (batchMax: number, pipelineMax: number, queueing: Sequence): number =>
  batchMax > 1 ? queueing.pick([1, 1, 1, 2, 4]) : pipelineMax;

function drawService(s: Sequence, predicting: Sequence): VsrSettings['service'] {
  const drawn = s.pick(['kv', 'kv', 'kv', 'kv', 'counter', 'append-list'] as const);
  return predicting.percent(15) ? 'stamp' : drawn;
}

/** A group that changes has three members at least. */
function drawReconfiguration(
  s: Sequence,
  { replicas }: Scenario,
): Pick<VsrSettings, 'members' | 'reconfigurePercent'> {
  const percent = s.pick([3, 6, 12, 25]);
  if (!s.percent(32) || replicas < 3) return { members: 0, reconfigurePercent: 0 };
  return { members: Math.max(3, replicas - s.pick([0, 1, 2, 2])), reconfigurePercent: percent };
}
