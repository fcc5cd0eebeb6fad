import type { Scenario } from '../scenario/scenario.ts';
import { calmed } from '../scenario/swarm.ts';

/** A simpler scenario, or undefined when this one is as simple already. */
export type Simplification = (scenario: Scenario) => Scenario | undefined;

/** One field, or one group of fields, as it is when nothing goes wrong. */
function calm<K extends keyof Scenario>(group: K, ...fields: (keyof Scenario[K])[]): Simplification {
  return (scenario) => {
    const to = calmed(scenario)[group];
    const from = scenario[group];
    if (fields.length === 0) return same(from, to) ? undefined : { ...scenario, [group]: to };
    if (fields.every((field) => same(from[field], to[field]))) return undefined;
    const changed = Object.fromEntries(fields.map((field) => [field, to[field]]));
    return { ...scenario, [group]: { ...(from as object), ...changed } }; // a group: it has fields
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whole classes of faults. Those that make the others hard to see come first. */
export const FAULT_CLASSES: readonly Simplification[] = [
  calm('clock'),
  calm('aims'),
  calm('pause'),
  calm('clog'),
  calm('partition'),
  calm('clientCrash'),
  calm('network', 'misroutePpm'),
  calm('network', 'damagePpm'),
  calm('network', 'duplicatePpm'),
  calm('network', 'dropPpm'),
  calm('network', 'uneven'),
  calm('network', 'queueMax'),
  calm('crash', 'pointPpm'),
  calm('crash', 'everyUs'),
  calm('disk', 'stallPpm'),
  (scenario) =>
    scenario.isolation === 'shared' ? undefined : { ...calmed(scenario), ...scenario, isolation: 'shared' },
  (scenario) =>
    scenario.crash.blackoutPpm === 0
      ? undefined
      : { ...scenario, crash: { ...scenario.crash, blackoutPpm: 0 } },
  (scenario) =>
    scenario.crash.midHandlerPpm === 0
      ? undefined
      : { ...scenario, crash: { ...scenario.crash, midHandlerPpm: 0 } },
];

/** A run that makes no progress is mostly waiting for it. */
export const patience = (livenessUsMin: number): readonly Simplification[] =>
  [64, 16, 4, 2, 1.25].map((part) => (scenario) => {
    const livenessUs = Math.max(livenessUsMin, Math.ceil(scenario.livenessUs / part));
    return livenessUs < scenario.livenessUs ? { ...scenario, livenessUs } : undefined;
  });

/** Longer than any wait for an answer that a system draws. */
const DELAY_MIN_US_MAX = 1_000_000;

/** Timing as it is on a quiet network and a quick disk. */
export const TIMING: readonly Simplification[] = [
  calm('network', 'delayMeanUs', 'delayShape'),
  calm('disk', 'latencyMeanUs'),
  (scenario) => (scenario.thinkUs <= 1 ? undefined : { ...scenario, thinkUs: 1 }),
  (scenario) => ({ ...scenario, thinkUs: Math.min(3_600_000_000, scenario.thinkUs * 4) }),
  (scenario) => slower(scenario, 16),
  (scenario) => slower(scenario, 4),
  (scenario) => faultsApart(scenario, 0.5),
  (scenario) => faultsApart(scenario, 2),
];

/** Who asks again and again for the same thing does so less often when an answer takes longer. */
function slower({ network, ...scenario }: Scenario, factor: number): Scenario {
  const delayMinUs = Math.min(DELAY_MIN_US_MAX, network.delayMinUs * factor);
  return { ...scenario, network: { ...network, delayMinUs } };
}

/** Faults strike that much later, or sooner. */
function faultsApart(scenario: Scenario, factor: number): Scenario | undefined {
  const { crash, partition, pause, clog, clientCrash } = scenario;
  const groups = { crash, partition, pause, clog, clientCrash };
  if (Object.values(groups).every(({ everyUs }) => everyUs === 0)) return undefined;
  const moved = Object.entries(groups).map(([name, group]) => [
    name,
    { ...group, everyUs: Math.min(3_600_000_000, Math.round(group.everyUs * factor)) },
  ]);
  return { ...scenario, ...Object.fromEntries(moved) };
}

/** Fewer processes and operations, and a storm that ends sooner: much less first, then a little less. */
export function fewer(scenario: Scenario): Scenario[] {
  const { replicas, clients, operations, safetyUs } = scenario;
  return [
    ...[64, 16, 4, 2].map((part) => ({ ...scenario, safetyUs: Math.ceil(safetyUs / part) })),
    ...below(replicas).map((n) => ({ ...scenario, replicas: n })),
    ...below(clients).map((n) => ({ ...scenario, clients: n })),
    ...below(operations).map((n) => ({ ...scenario, operations: n })),
  ];
}

const below = (count: number): number[] =>
  [...new Set([1, 2, 3, Math.floor(count / 2), count - 1])].filter((n) => n >= 1 && n < count);

/** Settings of the system with other values: what they mean is its own business, so only what it accepts is kept. */
export function settingsOf(scenario: Scenario): Scenario[] {
  const single = Object.entries(scenario.settings).flatMap(([name, value]) =>
    others(name, value).map((other) => ({ ...scenario, settings: { ...scenario.settings, [name]: other } })),
  );
  // A system may refuse some timers alone, such as a heartbeat that is longer than the timeout that it must prevent.
  return [...single, timersScaled(scenario, 16), timersScaled(scenario, 4)];
}

function timersScaled(scenario: Scenario, factor: number): Scenario {
  const settings = Object.entries(scenario.settings).map(([name, value]) => [
    name,
    typeof value === 'number' && name.endsWith('Us') ? value * factor : value,
  ]);
  return { ...scenario, settings: Object.fromEntries(settings) };
}

function others(name: string, value: number | string | boolean): (number | string | boolean)[] {
  if (typeof value === 'boolean') return value ? [false] : [];
  if (typeof value === 'string') return [];
  // Timers that go off seldom say less; those that must go off should do so soon.
  if (name.endsWith('Us')) return [value * 16, value * 4, Math.ceil(value / 4)].filter((us) => us !== value);
  return [1, Math.floor(value / 2)].filter((n) => n >= 1 && n < value);
}
