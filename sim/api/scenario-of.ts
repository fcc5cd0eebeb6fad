import type { Edits } from '../chance/site.ts';
import type { Rule } from '../faults/rules/rule.ts';
import { givenRules } from '../faults/rules/rule-parse.ts';
import { BadInput } from '../input/bad-input.ts';
import { isOfRules, type Override } from '../input/overrides.ts';
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
   * `{ when: 'deliver Request to replica 0', then: 'hold 2s' }`, or as in a scenario.
   */
  readonly rules?: readonly (RuleText | Rule)[];
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

/** True if the options have rules: then those that never do anything are named. */
export const hasRules = ({ rules, set = {} }: ScenarioOptions): boolean =>
  rules !== undefined || Object.keys(set).some((path) => isOfRules({ path: path.split('.') }));

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
  const sets = Object.keys(options.set ?? {});
  if (options.rules !== undefined) {
    const other = sets.find((path) => isOfRules({ path: path.split('.') }));
    if (other !== undefined) throw new BadInput(`set ${other} would replace the rules: give them in one way`);
    add('rules.rules', givenRules(options.rules));
  }
  for (const name of SHORT) if (options[name] !== undefined) add(name, options[name]);
  for (const [path, value] of Object.entries(options.set ?? {})) add(path, value);
  return scenarioFor(seed, system, options.scenario, overrides);
}
