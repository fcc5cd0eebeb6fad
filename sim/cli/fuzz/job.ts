import { randomInt } from 'node:crypto';
import path from 'node:path';
import { Journal } from '../../campaign/journal.ts';
import type { Plan } from '../../campaign/plan.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger, parseMinutes, parseWorkers } from '../../input/numbers.ts';
import { allSets, parseSet, parseStrategy, type ShortOptions, shortSets } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import { parseSeed, parseSeeds } from '../../input/seeds.ts';
import { mutantNamed } from '../../mutants/catalogue-of.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';

/** Options as commander hands them over: strings, unchecked. */
export interface FuzzOptions extends ShortOptions {
  readonly junit?: string;
  readonly seeds?: string;
  readonly minutes?: string;
  readonly system?: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly also?: string;
  readonly untilFailure?: true;
  readonly runSeconds?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly store?: string;
  readonly fleet?: string;
  readonly priority?: string;
  readonly set?: readonly string[];
  readonly mutant?: string;
  readonly catalogue?: string;
  readonly json?: true;
}

/** The checked command line. */
export interface FuzzJob {
  readonly journal: Journal;
  readonly folder: string;
  readonly workers: number;
  /** A run that takes longer counts as one that does not end. */
  readonly runLimitMs: number;
  readonly mutant: Mutant | undefined;
  /** Runs are done by the workers of a fleet; by threads of this process when absent. */
  readonly fleet: { readonly url: string; readonly priority: number } | undefined;
  /** The file of the store that is told. */
  readonly store: string | undefined;
  readonly json: boolean;
  /** Where a JUnit report goes. */
  readonly junit: string | undefined;
}

/** Options that a campaign keeps: who resumes it cannot change them. */
const OF_THE_PLAN = [
  'seeds',
  'minutes',
  'system',
  'shard',
  'also',
  'untilFailure',
  'strategy',
  'beyond',
  'replicas',
  'clients',
  'ops',
  'maxSteps',
  'set',
  'mutant',
  'catalogue',
] as const;
/** Seeds of campaigns that are limited by time begin below this. */
const DRAWN_SEEDS = 2 ** 40;
/** The longest honest runs take a few seconds. */
const RUN_SECONDS = '60';
const SHARDS_MAX = 10_000;

/** @throws BadInput */
export function parseFuzzJob(options: FuzzOptions, registry: Registry): FuzzJob {
  const workers = parseWorkers(options.workers);
  const runLimitMs = 1000 * parseInteger('--run-seconds', options.runSeconds ?? RUN_SECONDS, 1);
  const fleet = parseFleet(options);
  const { journal, folder } = options.resume === true ? resumed(options) : begun(options, registry);
  try {
    const mutant = mutantOf(journal.campaign.plan, registry);
    return {
      journal,
      folder,
      workers,
      runLimitMs,
      mutant,
      fleet,
      store: options.store,
      json: options.json === true,
      junit: options.junit,
    };
  } catch (error) {
    journal.release();
    throw error;
  }
}

/** Less is sooner: a regression is waited for, a long campaign takes what is left. */
const PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['regressions', 1],
  ['commit', 10],
  ['long', 100],
]);

function parseFleet({ fleet: url, priority, workers, minutes }: FuzzOptions): FuzzJob['fleet'] {
  if (url === undefined) {
    if (priority !== undefined) throw new BadInput('--priority needs --fleet');
    return undefined;
  }
  if (workers !== undefined) throw new BadInput('--workers are those of this machine: a fleet has its own');
  const name = priority ?? (minutes === undefined ? 'commit' : 'long');
  const found = PRIORITIES.get(name);
  if (found !== undefined) return { url, priority: found };
  const names = [...PRIORITIES.keys()].join(', ');
  throw new BadInput(`--priority ${name}: there is no such priority; there are ${names}`);
}

/** Checks again that what the plan names exists: it may be gone when a campaign is resumed. */
function mutantOf({ mutant: id, catalogue, systems }: Plan, registry: Registry): Mutant | undefined {
  for (const name of systems) refuseUnknown(name, registry);
  return id === null ? undefined : mutantNamed(id, catalogue ?? undefined, systems.find(isSystemFile));
}

/** The systems that a campaign is about, by name, before anything of it is checked. */
export function systemsNamed({ system, resume, out }: FuzzOptions): readonly string[] {
  if (system !== undefined) return system.split(',');
  if (resume !== true || out === undefined) return [];
  try {
    return Journal.systemsOf(out);
  } catch {
    return []; // said better when the campaign is taken up
  }
}

function resumed(options: FuzzOptions): { journal: Journal; folder: string } {
  if (options.out === undefined) throw new BadInput('--resume needs --out: the folder of the campaign');
  const other = OF_THE_PLAN.find((name) => options[name] !== undefined);
  if (other !== undefined) {
    const option = other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new BadInput(`--${option} was decided when the campaign began: leave it out with --resume`);
  }
  return { journal: Journal.resume(options.out), folder: options.out };
}

function begun(options: FuzzOptions, registry: Registry): { journal: Journal; folder: string } {
  if (options.seeds === undefined && options.minutes === undefined && options.untilFailure === undefined)
    throw new BadInput('how long? Give --seeds A..B, --minutes M or --until-failure');
  if (options.catalogue !== undefined && options.mutant === undefined)
    throw new BadInput('--catalogue needs --mutant');
  const range = options.seeds === undefined ? undefined : parseSeeds(options.seeds);
  const minutes = options.minutes === undefined ? null : parseMinutes(options.minutes);
  const systems = (options.system ?? registry.defaultSystem).split(',');
  for (const name of systems) refuseUnknown(name, registry);
  if (options.mutant !== undefined)
    mutantNamed(options.mutant, options.catalogue, systems.find(isSystemFile));
  const set = [...shortSets(options), ...allSets(options.beyond, options.set ?? [])];
  for (const name of systems) refuseUnfit(name, set, registry);
  const plan: Plan = {
    systems,
    set,
    first: range?.first ?? randomInt(DRAWN_SEEDS),
    last: range?.last ?? null,
    minutes,
    shard: parseShard(options.shard),
    untilFailure: options.untilFailure === true,
    strategy: options.strategy === undefined ? null : parseStrategy(options.strategy),
    mutant: options.mutant ?? null,
    catalogue: options.catalogue ?? null,
    extra: options.also === undefined ? [] : options.also.split(',').map(parseSeed),
  };
  const folder = options.out ?? path.join('findings', labelOf(plan));
  return { journal: Journal.begin(folder, plan), folder };
}

/** `vsr-1..20000`, `vsr-from-81723-part-2-of-4`. */
function labelOf({ systems, first, last, shard, strategy, mutant }: Plan): string {
  return [
    ...systems,
    ...(strategy === null ? [] : [strategy]),
    ...(mutant === null ? [] : [mutant]),
    last === null ? `from-${first}` : `${first}..${last}`,
    ...(shard.count === 1 ? [] : [`part-${shard.index}-of-${shard.count}`]),
  ].join('-');
}

function parseShard(text: string | undefined): Plan['shard'] {
  if (text === undefined) return { index: 1, count: 1 };
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const [index, count] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (index < 1 || index > count || count > SHARDS_MAX)
    throw new BadInput(`--shard ${text}: part I of N is needed, such as --shard 1/4`);
  return { index, count };
}

/** Fields that a scenario of the system cannot have. */
function refuseUnfit(name: string, set: readonly string[], { systems }: Registry): void {
  const system = systems.get(name);
  if (system !== undefined && set.length > 0) scenarioFor('1', system, undefined, set.map(parseSet));
}

function refuseUnknown(name: string, { systems }: Registry): void {
  if (!systems.has(name))
    throw new BadInput(
      `there is no system "${name}"; there are ${[...systems.keys()].join(', ')}, and files such as ./my-system.ts`,
    );
}
