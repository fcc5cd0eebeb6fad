import { faultNamed } from '../faults/registry.ts';
import { parseRules } from '../faults/rules/rule-parse.ts';
import { RuleError } from '../faults/rules/words-of.ts';
import { STRATEGIES } from '../network/options.ts';
import { optionsOf } from '../scenario/overrides.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed, without } from '../scenario/swarm.ts';
import { BadInput } from './bad-input.ts';
import { parseInteger } from './numbers.ts';

/** One field of a scenario, given on the command line. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  /** As it was given, for messages and for the command that repeats the run. */
  readonly words: readonly string[];
}

/** Fields with an option of their own; all others are reached by `--set`. */
const SHORT = {
  replicas: 'replicas',
  clients: 'clients',
  ops: 'operations',
  maxSteps: 'stepsMax',
} as const;

export type ShortOptions = { readonly [option in keyof typeof SHORT | 'strategy']?: string | undefined } & {
  readonly beyond?: true | undefined;
  readonly calm?: true | undefined;
  /** Rules: triggers and their actions, in pairs. */
  readonly when?: readonly string[];
  readonly then?: readonly string[];
};

/** Fields that have a better place on the command line. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  seed: 'give the seed as the first argument',
  system: 'name the system with --system',
};

export function parseOverrides(short: ShortOptions, sets: readonly string[]): readonly Override[] {
  const overrides: Override[] = [];
  for (const [name, field] of Object.entries(SHORT)) {
    const value = short[name as keyof typeof SHORT]; // one of its own keys
    if (value === undefined) continue;
    const option = `--${name === 'maxSteps' ? 'max-steps' : name}`;
    overrides.push({ path: [field], value: parseInteger(option, value, 0), words: [option, value] });
  }
  const { strategy } = short;
  if (strategy !== undefined) {
    const words = ['--strategy', strategy] as const;
    overrides.push({ path: ['network', 'strategy'], value: parseStrategy(strategy), words });
  }
  const rules = parseRulePairs(short.when ?? [], short.then ?? []);
  const flag = (name: 'calm' | 'beyond'): readonly Override[] =>
    short[name] === undefined ? [] : [{ path: [name], value: true, words: [`--${name}`] }];
  const given = sets.map(parseSet);
  const other = given.find(isOfRules);
  if (rules.length > 0 && other !== undefined)
    throw new BadInput(
      `${other.words.join(' ')} would replace the rules of --when and --then: give them in one way`,
    );
  // `calm` first: it drops what the seed has drawn, and nothing that is given
  return [...flag('calm'), ...overrides, ...rules, ...given, ...flag('beyond')];
}

/** True for a field of the rules, or all of them. */
export const isOfRules = ({ path: [first, second] }: Pick<Override, 'path'>): boolean =>
  first === 'rules' || (first === 'faults' && second === 'rules');

/** Rules given in words take the place of those that the seed draws. */
function parseRulePairs(when: readonly string[], then: readonly string[]): readonly Override[] {
  if (when.length !== then.length)
    throw new BadInput(`--when and --then go in pairs: there are ${when.length} and ${then.length}`);
  if (when.length === 0) return [];
  const pairs = when.map((trigger, i) => [trigger, then[i] ?? ''] as const); // as many
  try {
    const words = pairs.flatMap(([trigger, action]) => ['--when', trigger, '--then', action]);
    return [{ path: ['rules', 'rules'], value: parseRules(pairs), words }];
  } catch (error) {
    throw error instanceof RuleError ? new BadInput(error.message) : error;
  }
}

/** Disks of everybody may lose things at once: then safety alone is judged. */
export const BEYOND = 'disks may lose more than the protocol can make good: only safety is judged';

/** Drops all drawn faults; those that are named stay. */
export const CALM = 'no faults and least delays, except for faults named by --set, --when and --then';

/** All options as `--set` has them, such as `replicas=3`, but for the strategy. @throws BadInput */
export const allSets = (short: ShortOptions, sets: readonly string[]): readonly string[] =>
  parseOverrides({ ...short, strategy: undefined }, sets).map(({ path, value }) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `${path.join('.')}=${text}`;
  });

export function parseSet(text: string): Override {
  const at = text.indexOf('=');
  const path = text.slice(0, at).split('.');
  if (at < 1 || path.includes(''))
    throw new BadInput(`--set ${text}: a field and its value are needed, such as --set drop.ppm=30000`);
  const hint = ELSEWHERE[path[0] as string]; // a split has one part at least
  if (hint !== undefined && path.length === 1) throw new BadInput(`--set ${text}: ${hint}`);
  return { path, value: parseValue(text.slice(at + 1)), words: ['--set', text] };
}

/** JSON where it is JSON (`3`, `true`, `["dead"]`), and otherwise the text itself. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * The scenario with that field replaced; nothing is checked but that the path leads somewhere. Classes of faults are named without
 * `faults.` in front: `drop.ppm=30000` sets one option (the others are calm where the class was not drawn), `drop=null` leaves
 * the class out. `calm=true` leaves all out.
 */
export function applied(scenario: Scenario, override: Override): object {
  const [name = ''] = override.path;
  if (name === 'calm' && override.path.length === 1) return calmedBy(scenario, override);
  if (faultNamed(name) === undefined) return replaced(scenario, override);
  if (override.path.length === 1 && override.value === null) return without(scenario, name);
  const faults = { ...scenario.faults, [name]: optionsOf(scenario, name) };
  return replaced({ ...scenario, faults }, { ...override, path: ['faults', ...override.path] });
}

function calmedBy(scenario: Scenario, { value, words }: Override): Scenario {
  if (value === true) return calmed(scenario);
  throw new BadInput(`${words.join(' ')}: calm is true, or not given`);
}

function replaced(scenario: object, override: Override): object {
  const copy: object = structuredClone(scenario);
  let parent = copy;
  override.path.forEach((key, i) => {
    if (i === override.path.length - 1) {
      Reflect.set(parent, key, override.value);
      return;
    }
    const child: unknown = Object.hasOwn(parent, key) ? Reflect.get(parent, key) : undefined;
    if (typeof child !== 'object' || child === null) {
      const field = override.path.slice(0, i + 2).join('.');
      throw new BadInput(`${override.words.join(' ')}: there is no field ${field} in a scenario`);
    }
    parent = child;
  });
  return copy;
}

/** How schedules are drawn. */
export type StrategyName = Scenario['network']['strategy'];

/** @throws BadInput */
export function parseStrategy(text: string): StrategyName {
  const strategy = STRATEGIES.find((name) => name === text);
  if (strategy !== undefined) return strategy;
  throw new BadInput(`--strategy ${text}: there is no such strategy; there are ${STRATEGIES.join(', ')}`);
}
