import { faultClasses } from '../faults/registry.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, without } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';

/** A simpler scenario, or undefined when this one is as simple already. */
export type Simplification = (scenario: Scenario) => Scenario | undefined;

const HOUR_US = 3_600_000_000;

/** Without one class of faults after another, those first that make the others hard to see; then the isolation, the outsiders. */
export const faultSimplifications = (): readonly Simplification[] => [
  ...[...faultClasses()].reverse().map(
    ({ name }): Simplification =>
      (scenario) =>
        name in scenario.faults ? without(scenario, name) : undefined,
  ),
  (scenario) => (scenario.isolation === 'shared' ? undefined : { ...scenario, isolation: 'shared' }),
  (scenario) => (scenario.outsiders.length === 0 ? undefined : { ...scenario, outsiders: [] }),
];

/** Milder forms of the classes that a scenario has. */
export function lessened(scenario: Scenario): Scenario[] {
  const options: Readonly<Record<string, object | undefined>> = scenario.faults;
  return faultClasses().flatMap(({ name, lessen }) => {
    const given = options[name];
    const milder = given === undefined || lessen === undefined ? [] : (lessen(given) as readonly object[]); // its own
    return milder.map((mild) => ({ ...scenario, faults: { ...scenario.faults, [name]: mild } }));
  });
}

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
  (scenario) => changed(scenario, { ...scenario, network: calmed(scenario).network }),
  (scenario) => changed(scenario, { ...scenario, disk: calmed(scenario).disk }),
  (scenario) => (scenario.thinkUs <= 1 ? undefined : { ...scenario, thinkUs: 1 }),
  (scenario) => ({ ...scenario, thinkUs: Math.min(HOUR_US, scenario.thinkUs * 4) }),
  (scenario) => slower(scenario, 16),
  (scenario) => slower(scenario, 4),
  (scenario) => changed(scenario, faultsApart(scenario, 0.5)),
  (scenario) => changed(scenario, faultsApart(scenario, 2)),
];

const changed = (from: Scenario, to: Scenario): Scenario | undefined =>
  JSON.stringify(from) === JSON.stringify(to) ? undefined : to;

/** A process that asks again and again for the same thing does so less often when an answer takes longer. */
function slower({ network, ...scenario }: Scenario, factor: number): Scenario {
  const delayMinUs = Math.min(DELAY_MIN_US_MAX, network.delayMinUs * factor);
  return { ...scenario, network: { ...network, delayMinUs } };
}

/** Recurring faults strike that much later, or sooner. */
function faultsApart(scenario: Scenario, factor: number): Scenario {
  const moved = Object.entries(scenario.faults).map(([name, options]) => {
    const { everyUs } = options as { readonly everyUs?: number }; // recurring, or not
    if (everyUs === undefined) return [name, options];
    return [name, { ...options, everyUs: Math.max(1, Math.min(HOUR_US, Math.round(everyUs * factor))) }];
  });
  return { ...scenario, faults: Object.fromEntries(moved) };
}

/** Fewer processes and operations, and a storm that ends sooner: much less first, then a little less. */
export function fewer(scenario: Scenario, { sizes }: Pick<System, 'sizes'>): Scenario[] {
  const { replicas, clients, operations, safetyUs } = scenario;
  return [
    ...[64, 16, 4, 2].map((part) => ({ ...scenario, safetyUs: Math.ceil(safetyUs / part) })),
    ...below(replicas, sizes).map((n) => ({ ...scenario, replicas: n })),
    ...below(clients).map((n) => ({ ...scenario, clients: n })),
    ...below(operations).map((n) => ({ ...scenario, operations: n })),
  ];
}

const below = (count: number, some?: readonly number[]): number[] => {
  const tried = some ?? new Set([1, 2, 3, Math.floor(count / 2), count - 1]);
  return [...tried].filter((n) => n >= 1 && n < count).sort((a, b) => a - b);
};
