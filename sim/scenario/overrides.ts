import { type FaultName, type Faults, faultNamed } from '../faults/registry.ts';
import { parseScenario, type Scenario } from './scenario.ts';
import { without } from './swarm.ts';

/** Options of classes that replace those drawn, field by field; null leaves the class out. */
export type FaultOverrides = { readonly [K in FaultName]?: Partial<NonNullable<Faults[K]>> | null };

/** Fields of a scenario that replace those drawn by the seed; groups of fields are merged. */
export type ScenarioOverrides = {
  readonly [K in Exclude<
    keyof Scenario,
    'seed' | 'version' | 'faults'
  >]?: Scenario[K] extends readonly unknown[]
    ? Scenario[K]
    : Scenario[K] extends object
      ? Partial<Scenario[K]>
      : Scenario[K];
} & { readonly faults?: FaultOverrides | undefined };

/** A scenario with fields replaced; groups of fields are merged. @throws ScenarioError */
export function mergeScenario(
  scenario: Scenario,
  { faults = {}, ...overrides }: ScenarioOverrides,
): Scenario {
  const merged: Record<string, unknown> = { ...withFaults(scenario, faults) };
  for (const [name, value] of Object.entries(overrides)) {
    const before = merged[name];
    merged[name] = isGroup(before) && isGroup(value) ? { ...before, ...value } : value;
  }
  return parseScenario(merged);
}

function withFaults(scenario: Scenario, overrides: FaultOverrides): Scenario {
  let left = scenario;
  for (const [name, options] of Object.entries(overrides)) {
    if (options === null) left = without(left, name);
    else left = { ...left, faults: { ...left.faults, [name]: { ...optionsOf(left, name), ...options } } };
  }
  return left;
}

/** Options of a class in a scenario; the calm ones when it is not there. */
export function optionsOf({ faults }: Scenario, name: string): object {
  const given: Readonly<Record<string, object | undefined>> = faults;
  return given[name] ?? (faultNamed(name)?.calm as object | undefined) ?? {};
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
