import { Sequence } from '../chance/streams.ts';
import type { System } from '../run/system.ts';
import { type Aim, PARTITION_SHAPES, type Scenario, type STRATEGIES } from './scenario.ts';

const MS = 1000;
const SECOND = 1_000_000;

/** Fault classes that a run has or has not. */
const CLASSES = [
  'drop',
  'duplicate',
  'late',
  'damage',
  'misroute',
  'uneven',
  'slow',
  'narrow',
  'partition',
  'clog',
  'crash',
  'client-crash',
  'blackout',
  'point-crash',
  'aim',
  'pause',
  'clock',
  'stall',
  'tear',
] as const;
type FaultClass = (typeof CLASSES)[number];

/** Half of the runs are plain: bugs differ in what finds them soonest (docs/strategies.md). */
const STRATEGY_SHARES: readonly (typeof STRATEGIES)[number][] = ['uniform', 'uniform', 'pct', 'pos'];

/** Three replicas are enough for most bugs, five for the others; the rest keeps us honest about even and tiny groups. */
const REPLICAS = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 5, 5, 5, 5, 5, 4, 4, 2, 1, 6, 7];

/** A disk that keeps what it acknowledged and never fails: what a system gets that does not ask for worse. */
export const TRUSTED_DISK = {
  readErrorPpm: 0,
  writeErrorPpm: 0,
  syncErrorPpm: 0,
  lostWritePpm: 0,
  misdirectedPpm: 0,
  rotEveryUs: 0,
  wipeEveryUs: 0,
  fullEveryUs: 0,
  fullDurationUs: 0,
  slowFactor: 1,
  beyond: false,
} as const;

/**
 * The scenario that a seed stands for. Swarm testing (Groce et al., ISSTA 2012): most runs lack most fault classes, so that
 * those that are there are not drowned by the others; rates are drawn on a log scale.
 */
export function drawScenario(seed: string, system: System): Scenario {
  const s = new Sequence(seed, 'scenario');
  const classes = drawClasses(s);
  const has = (fault: FaultClass): boolean => classes.has(fault);
  const replicas = s.pick(REPLICAS);
  const delayMeanUs = has('slow') ? s.logBetween(5 * MS, 30 * MS) : s.logBetween(200, 4 * MS);
  const scenario: Scenario = {
    version: 1,
    seed,
    system: system.name,
    replicas,
    clients: s.pick([1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8]),
    operations: s.logBetween(6, 60),
    isolation: s.pick(['shared', 'shared', 'shared', 'shared', 'frozen', 'wire']),
    network: {
      delayMinUs: s.logBetween(50, 500),
      delayMeanUs,
      delayShape: s.pick(['fixed', 'uniform', 'exponential', 'exponential', 'long-tail', 'long-tail']),
      strategy: new Sequence(seed, 'strategy').pick(STRATEGY_SHARES),
      fifo: s.percent(15),
      uneven: has('uneven'),
      dropPpm: has('drop') ? s.logBetween(1_000, 200_000) : 0,
      duplicatePpm: has('duplicate') || has('late') ? s.logBetween(2_000, 200_000) : 0,
      latePpm: has('late') ? s.between(100_000, 900_000) : 0,
      lateMaxUs: s.logBetween(100 * MS, 3 * SECOND),
      damagePpm: has('damage') ? s.logBetween(500, 50_000) : 0,
      misroutePpm: has('misroute') ? s.logBetween(500, 50_000) : 0,
      queueMax: has('narrow') ? s.between(1, 6) : 10_000,
    },
    partition: {
      everyUs: has('partition') ? s.logBetween(50 * MS, 2 * SECOND) : 0,
      durationUs: s.logBetween(30 * MS, 1 * SECOND),
      shapes: drawShapes(s),
      clients: s.percent(30),
    },
    clog: {
      everyUs: has('clog') ? s.logBetween(20 * MS, 1 * SECOND) : 0,
      durationUs: s.logBetween(10 * MS, 500 * MS),
      swizzle: s.percent(40),
    },
    disk: {
      latencyMinUs: s.logBetween(10, 200),
      latencyMeanUs: s.logBetween(50, 5 * MS),
      stallPpm: has('stall') ? s.logBetween(1_000, 30_000) : 0,
      stallUs: s.logBetween(20 * MS, 500 * MS),
      lostPpm: has('tear') ? s.between(0, 700_000) : s.pick([0, 1_000_000]),
      tornPpm: has('tear') ? s.between(100_000, 300_000) : 0,
      ...TRUSTED_DISK,
    },
    crash: {
      everyUs: has('crash') || has('blackout') || has('tear') ? s.logBetween(100 * MS, 4 * SECOND) : 0,
      durationUs: s.logBetween(5 * MS, 700 * MS),
      midHandlerPpm: s.pick([0, 200_000, 700_000]),
      blackoutPpm: has('blackout') ? s.between(50_000, 500_000) : 0,
      downMax: s.pick([1, replicas, Math.ceil(replicas / 2)]),
      pointPpm: has('point-crash') ? s.logBetween(500, 30_000) : 0,
      forgetful: false,
    },
    clientCrash: {
      everyUs: has('client-crash') ? s.logBetween(200 * MS, 4 * SECOND) : 0,
      durationUs: s.logBetween(5 * MS, 300 * MS),
    },
    pause: {
      everyUs: has('pause') ? s.logBetween(200 * MS, 4 * SECOND) : 0,
      durationUs: s.logBetween(10 * MS, 800 * MS),
    },
    clock: {
      offsetMaxUs: has('clock') ? s.logBetween(1 * MS, 3600 * SECOND) : 0,
      driftMaxPpm: has('clock') ? s.logBetween(10, 50_000) : 0,
      jumpEveryUs: has('clock') ? s.logBetween(100 * MS, 2 * SECOND) : 0,
      jumpMaxUs: s.logBetween(1 * MS, 3600 * SECOND),
    },
    aims: has('aim') ? drawAims(s, system) : [],
    thinkUs: s.logBetween(1, 40 * MS),
    safetyUs: 20 * SECOND,
    outsiders: s.pick([[], ['dead'], ['cut'], ['half'], ['dead', 'cut', 'half']]),
    livenessUs: 30 * SECOND,
    stepsMax: 2_000_000,
    settings: {},
  };
  return system.draw(s, scenario);
}

function drawClasses(s: Sequence): ReadonlySet<FaultClass> {
  const kind = s.below(100);
  if (kind < 4) return new Set(); // calm
  if (kind < 14) return new Set([s.pick(CLASSES)]);
  const percent = s.pick([15, 30, 45]);
  return new Set(CLASSES.filter(() => s.percent(percent)));
}

/** Isolating one node is the commonest cut in practice (NEAT, OSDI 2018), so it comes in most lists. */
function drawShapes(s: Sequence): Scenario['partition']['shapes'] {
  const shapes = PARTITION_SHAPES.filter((shape) => s.percent(shape === 'isolate' ? 70 : 35));
  return shapes.length === 0 ? ['isolate'] : shapes;
}

function drawAims(s: Sequence, system: System): Aim[] {
  if (system.points.length === 0) return [];
  return Array.from({ length: s.between(1, 4) }, () => ({
    point: s.pick(system.points),
    hit: s.logBetween(1, 60),
    fault: s.pick(['crash', 'crash', 'crash', 'pause', 'isolate'] as const),
    durationUs: s.logBetween(10 * MS, 800 * MS),
  }));
}

/** The same scenario with every fault class off: nothing happens but minimal delays. */
export function calmed(scenario: Scenario): Scenario {
  return {
    ...scenario,
    network: {
      ...scenario.network,
      delayMeanUs: 0,
      delayShape: 'fixed',
      strategy: 'uniform',
      uneven: false,
      dropPpm: 0,
      duplicatePpm: 0,
      damagePpm: 0,
      misroutePpm: 0,
      queueMax: 1_000_000,
    },
    partition: { ...scenario.partition, everyUs: 0 },
    clog: { ...scenario.clog, everyUs: 0 },
    disk: { ...scenario.disk, latencyMeanUs: 0, stallPpm: 0, ...TRUSTED_DISK },
    crash: { ...scenario.crash, everyUs: 0, pointPpm: 0 },
    clientCrash: { ...scenario.clientCrash, everyUs: 0 },
    pause: { ...scenario.pause, everyUs: 0 },
    clock: { ...scenario.clock, offsetMaxUs: 0, driftMaxPpm: 0, jumpEveryUs: 0 },
    aims: [],
    outsiders: [],
  };
}
