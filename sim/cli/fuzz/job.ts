import { randomInt } from 'node:crypto';
import path from 'node:path';
import { Journal } from '../../campaign/journal.ts';
import type { Plan } from '../../campaign/plan.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger, parseMinutes, parseWorkers } from '../../input/numbers.ts';
import { allSets, parseSet, parseStrategy, type ShortOptions } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import { parseSeed, parseSeeds } from '../../input/seeds.ts';
import { mutantNamed } from '../../mutants/catalogue-of.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';

/** Raw options from commander. */
export interface FuzzOptions extends ShortOptions {
  readonly junit?: string;
  readonly coverage?: true;
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

/** Parsed command line. */
export interface FuzzJob {
  readonly journal: Journal;
  readonly folder: string;
  readonly workers: number;
  /** A run that takes longer counts as a hang. */
  readonly runLimitMs: number;
  readonly mutant: Mutant | undefined;
  /** Fleet whose workers do the runs; threads of this process when absent. */
  readonly fleet: { readonly url: string; readonly priority: number } | undefined;
  /** Store file to update. */
  readonly store: string | undefined;
  readonly json: boolean;
  /** Whether to count which code runs. */
  readonly coverage: boolean;
  /** Path of the JUnit report. */
  readonly junit: string | undefined;
}

/** Options fixed by a campaign's plan: they cannot change on resume. */
const OF_THE_PLAN = [
  'seeds',
  'minutes',
  'system',
  'shard',
  'also',
  'untilFailure',
  'strategy',
  'beyond',
  'calm',
  'when',
  'then',
  'replicas',
  'clients',
  'ops',
  'maxSteps',
  'set',
  'mutant',
  'catalogue',
] as const;
/** Upper bound of the random first seed of time-limited campaigns. */
const DRAWN_SEEDS = 2 ** 40;
/** Default time limit of a run; the longest legitimate runs take a few seconds. */
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
      coverage: options.coverage === true,
      junit: options.junit,
    };
  } catch (error) {
    journal.release();
    throw error;
  }
}

/** Lower runs sooner: someone waits for a regression; a long campaign takes the rest. */
const PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['regressions', 1],
  ['commit', 10],
  ['long', 100],
]);

function parseFleet({ fleet: url, priority, workers, minutes, coverage }: FuzzOptions): FuzzJob['fleet'] {
  if (url === undefined) {
    if (priority !== undefined) throw new BadInput('--priority needs --fleet');
    return undefined;
  }
  if (workers !== undefined) throw new BadInput('--workers are those of this machine: a fleet has its own');
  if (coverage === true)
    throw new BadInput('--coverage counts what runs on this machine: it does not go with --fleet');
  const name = priority ?? (minutes === undefined ? 'commit' : 'long');
  const found = PRIORITIES.get(name);
  if (found !== undefined) return { url, priority: found };
  const names = [...PRIORITIES.keys()].join(', ');
  throw new BadInput(`--priority ${name}: there is no such priority; there are ${names}`);
}

/** Checks that the plan's systems and mutant still exist: they may be gone on resume. */
function mutantOf({ mutant: id, catalogue, systems }: Plan, registry: Registry): Mutant | undefined {
  for (const name of systems) refuseUnknown(name, registry);
  return id === null ? undefined : mutantNamed(id, catalogue ?? undefined, systems.find(isSystemFile));
}

/** Names of a campaign's systems, before validation. */
export function systemsNamed({ system, resume, out }: FuzzOptions): readonly string[] {
  if (system !== undefined) return system.split(',');
  if (resume !== true || out === undefined) return [];
  try {
    return Journal.systemsOf(out);
  } catch {
    return []; // reported better when the campaign is resumed
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
  const set = [...allSets(options, options.set ?? [])];
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

/** Rejects fields that the system's scenarios cannot have. */
function refuseUnfit(name: string, set: readonly string[], { systems }: Registry): void {
  const system = systems.get(name);
  if (system !== undefined) scenarioFor('1', system, undefined, set.map(parseSet));
}

function refuseUnknown(name: string, { systems }: Registry): void {
  if (!systems.has(name))
    throw new BadInput(
      `there is no system "${name}"; there are ${[...systems.keys()].join(', ')}, and files such as ./my-system.ts`,
    );
}
