import type { Edits } from '../chance/site.ts';
import { parseRules } from '../faults/rules/rule-parse.ts';
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
  /** No faults and least delays, except for those named by `set` and `rules`. */
  readonly calm?: boolean;
  /**
   * Faults triggered by events, instead of the rules that the seed draws (docs/rules.md):
   * `{ when: 'deliver StartView to replica 0', then: 'hold 2s' }`.
   */
  readonly rules?: readonly RuleText[];
  /** Any other field, by its path: `{ 'drop.ppm': 30_000 }`. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Decisions of the tank forced to a value, by name: `{ 'drop 0>1 #17': 1 }`. */
  readonly edits?: Edits;
}

/** A rule in the words of `--when` and `--then`. */
export interface RuleText {
  readonly when: string;
  readonly then: string;
}

const SHORT = ['replicas', 'clients', 'operations', 'stepsMax'] as const;

/** The scenario of a seed with options, for a system. @throws Error in one sentence when they do not form a scenario. */
export function scenarioOf(system: System, seed: string, options: ScenarioOptions): Scenario {
  const overrides: Override[] = [];
  const add = (path: string, value: unknown): void => {
    overrides.push({
      path: path.split('.'),
      value,
      words: [path, typeof value === 'object' ? JSON.stringify(value) : String(value)],
    });
  };
  if (options.calm === true) add('calm', true);
  if (options.rules !== undefined)
    add('rules.rules', parseRules(options.rules.map(({ when, then }) => [when, then])));
  for (const name of SHORT) if (options[name] !== undefined) add(name, options[name]);
  for (const [path, value] of Object.entries(options.set ?? {})) add(path, value);
  return scenarioFor(seed, system, options.scenario, overrides);
}
