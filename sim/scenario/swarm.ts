import { Sequence } from '../chance/streams.ts';
import type { AnyFaultClass, Draft } from '../faults/fault-class.ts';
import { type Faults, faultClasses } from '../faults/registry.ts';
import type { Vocabulary } from '../faults/rules/vocabulary.ts';
import type { STRATEGIES } from '../network/options.ts';
import { OUTSIDERS, type Scenario } from './scenario.ts';

const MS = 1000;
const SECOND = 1_000_000;

/** Knowledge about a system that the swarm draws with. */
export interface Drawable {
  readonly name: string;
  /** Named points its replicas may reach. */
  readonly points: readonly string[];
  /** True if it names an earlier version of its code. */
  readonly earlier?: boolean;
  /** Events in its runs, for rules: see {@link Draft.vocabulary}. */
  readonly vocabulary?: (() => Vocabulary) | undefined;
  /** Draws the system's own settings, and may narrow what it cannot take. */
  draw(sequence: Sequence, scenario: Scenario): Scenario;
}

/** Half of the runs are plain: bugs differ in what finds them soonest (docs/strategies.md). */
const STRATEGY_SHARES: readonly (typeof STRATEGIES)[number][] = ['uniform', 'uniform', 'pct', 'pos'];

/** Three replicas are enough for most bugs, five for the others; the rest keeps us honest about even and tiny groups. */
const REPLICAS = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 5, 5, 5, 5, 5, 4, 4, 2, 1, 6, 7];

/** Of 100 runs so many are calm, and so many have a single class. */
const CALM_PERCENT = 6;
const SINGLE_PERCENT = 10;
/** In the other runs each class is there with one of these probabilities. */
const CLASS_PERCENTS = [15, 30, 45];
/** Percentage of calm runs with long think times, to check that an idle system stays idle. */
const IDLE_PERCENT = 70;
/** Percentage of those with a slow network, in which timeouts that do not adapt are too short. */
const SLOW_PERCENT = 50;
/** Percentage of calm runs that also have rules; and of runs with a single class, percentage with rules only. */
const RULES_PERCENT = 50;

/**
 * The scenario that a seed stands for. Swarm testing (Groce et al., ISSTA 2012): most runs lack most classes of faults, so that
 * those that are there are not drowned by the others; rates are drawn on a log scale. Each class draws from a stream of its own:
 * one class more changes nothing about the others.
 */
export function drawScenario(seed: string, system: Drawable): Scenario {
  const s = new Sequence(seed, 'scenario');
  const idling = new Sequence(seed, 'idle');
  const replicas = s.pick(REPLICAS);
  const delayMeanUs = s.percent(20) ? slowUs(s) : s.logBetween(200, 4 * MS);
  const network: Scenario['network'] = {
    delayMinUs: s.logBetween(50, 500),
    delayMeanUs,
    delayShape: s.pick(['fixed', 'uniform', 'exponential', 'exponential', 'long-tail', 'long-tail']),
    strategy: s.pick(STRATEGY_SHARES),
    fifo: s.percent(15),
  };
  const scenario: Scenario = {
    version: 2,
    seed,
    system: system.name,
    replicas,
    clients: s.pick([1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8]),
    operations: s.logBetween(6, 60),
    isolation: s.pick(['shared', 'shared', 'shared', 'shared', 'frozen', 'wire']),
    network,
    disk: { latencyMinUs: s.logBetween(10, 200), latencyMeanUs: s.logBetween(50, 5 * MS) },
    faults: drawFaults(seed, {
      replicas,
      points: system.points,
      earlier: system.earlier,
      network,
      vocabulary: system.vocabulary,
    }),
    beyond: false,
    forgetful: false,
    restartUs: s.logBetween(5 * MS, 700 * MS),
    clientRestartUs: s.logBetween(5 * MS, 300 * MS),
    thinkUs: s.logBetween(1, 40 * MS),
    safetyUs: 20 * SECOND,
    outsiders: s.pick([[], ...OUTSIDERS.map((fate) => [fate]), [...OUTSIDERS]]),
    livenessUs: 30 * SECOND,
    stepsMax: 2_000_000,
    settings: {},
  };
  const idle = Object.keys(scenario.faults).length === 0 && idling.percent(IDLE_PERCENT);
  return system.draw(new Sequence(seed, 'system'), idle ? idled(idling, scenario) : scenario);
}

/** Long enough to see that an idle system stays idle. */
const IDLE_US = 12 * SECOND;

function idled(s: Sequence, scenario: Scenario): Scenario {
  const thinkUs = s.logBetween(200 * MS, 2 * SECOND);
  const operations = Math.max(scenario.operations, Math.ceil(IDLE_US / thinkUs));
  const { network } = scenario;
  const delayMeanUs = s.percent(SLOW_PERCENT) ? slowUs(s) : network.delayMeanUs;
  return { ...scenario, thinkUs, operations, network: { ...network, delayMeanUs } };
}

/** Mean delay of a network that is slow beside most timeouts. */
const slowUs = (s: Sequence): number => s.logBetween(5 * MS, 30 * MS);

function drawFaults(seed: string, draft: Draft): Faults {
  const besides = faultClasses().filter(
    ({ name, besidesPercent = 0 }) =>
      besidesPercent > 0 && new Sequence(seed, `has/${name}`).percent(besidesPercent),
  );
  const present = [...classesOf(new Sequence(seed, 'classes'), seed), ...besides];
  const drawn: [string, object][] = [];
  for (const fault of present) {
    const options = fault.draw(new Sequence(seed, `class/${fault.name}`), draft) as object | undefined;
    if (options !== undefined) drawn.push([fault.name, options]);
  }
  return Object.fromEntries(drawn);
}

function classesOf(s: Sequence, seed: string): readonly AnyFaultClass[] {
  const kind = s.below(100);
  const percent = s.pick(CLASS_PERCENTS);
  if (kind < CALM_PERCENT) return [];
  const apart = faultClasses().filter(
    (fault) => fault.apart === true && new Sequence(seed, `has/${fault.name}`).percent(RULES_PERCENT),
  );
  if (kind < CALM_PERCENT + SINGLE_PERCENT) return apart.length > 0 ? apart : [s.pick(classesTogether())];
  const together = classesTogether().filter(({ name, sharePercent = 100 }) => {
    const own = Math.min(95, Math.floor((percent * sharePercent) / 100));
    return new Sequence(seed, `has/${name}`).percent(own);
  });
  return [...together, ...apart];
}

/** Classes that are not drawn separately. */
const classesTogether = (): readonly AnyFaultClass[] =>
  faultClasses().filter(({ apart, besidesPercent }) => apart !== true && besidesPercent === undefined);

/** The same scenario with no faults at all: nothing happens but least delays. */
export function calmed(scenario: Scenario): Scenario {
  return {
    ...scenario,
    network: { ...scenario.network, delayMeanUs: 0, delayShape: 'fixed', strategy: 'uniform' },
    disk: { ...scenario.disk, latencyMeanUs: 0 },
    faults: {},
    outsiders: [],
  };
}

/** The same scenario without some classes of faults. */
export function without(scenario: Scenario, ...names: readonly string[]): Scenario {
  const left = Object.entries(scenario.faults).filter(([name]) => !names.includes(name));
  return { ...scenario, faults: Object.fromEntries(left) };
}
