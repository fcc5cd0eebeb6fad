import type { Edits } from '../chance/site.ts';
import type { Override } from '../input/overrides.ts';
import { scenarioFor } from '../input/scenario-input.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';

/** Changes to the scenario that the seed draws: the options of the commands, as fields. */
export interface ScenarioOptions {
  /** A scenario to run instead of a drawn one; the seed then only moves the dice. */
  readonly scenario?: Scenario;
  readonly replicas?: number;
  readonly clients?: number;
  /** Operations of each client. */
  readonly operations?: number;
  /** A run that takes more steps than this ends with verdict `budget`. */
  readonly stepsMax?: number;
  /** Any other field, by its path: `{ 'drop.ppm': 30_000 }`. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Decisions of the tank forced to a value, by name: `{ 'drop 0>1 #17': 1 }`. */
  readonly edits?: Edits;
}

const SHORT = ['replicas', 'clients', 'operations', 'stepsMax'] as const;

/** The scenario of a seed with options, for a system. @throws Error in one sentence when they make no scenario. */
export function scenarioOf(system: System, seed: string, options: ScenarioOptions): Scenario {
  const overrides: Override[] = [];
  const add = (path: string, value: unknown): void => {
    overrides.push({ path: path.split('.'), value, words: [path, String(value)] });
  };
  for (const name of SHORT) if (options[name] !== undefined) add(name, options[name]);
  for (const [path, value] of Object.entries(options.set ?? {})) add(path, value);
  return scenarioFor(seed, system, options.scenario, overrides);
}
