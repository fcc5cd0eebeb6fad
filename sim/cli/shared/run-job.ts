import type { Edits } from '../../chance/site.ts';
import type { EventKind } from '../../events/event.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseEdits } from '../../input/edits.ts';
import { parseInteger } from '../../input/numbers.ts';
import { isOfRules, parseOverrides, type ShortOptions } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import { parseSeed, parseSeeds, type SeedRange } from '../../input/seeds.ts';
import type { Failure } from '../../replay/failure-file.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import type { Registry } from '../../systems/registry.ts';
import { kindsAt, LOG_LEVELS, type LogLevel } from './log-level.ts';

/** Raw options from commander. */
export interface RunJobOptions extends ShortOptions {
  readonly seeds?: string;
  readonly keepGoing?: true;
  readonly system?: string;
  readonly scenario?: string;
  readonly set?: readonly string[];
  readonly edit?: readonly string[];
  readonly log?: string;
  readonly logNodes?: string;
  readonly from?: string;
  readonly until?: string;
  readonly break?: string;
  readonly checkDeterminism?: true;
  readonly printScenario?: true;
  readonly json?: true;
  readonly junit?: string;
  readonly coverage?: true;
  readonly stepDigests?: true;
  readonly streams?: string;
  readonly stream?: string;
  readonly mutant?: string;
  readonly catalogue?: string;
}

/** Log level and filter. */
export interface LogWish {
  readonly level: LogLevel;
  readonly kinds: ReadonlySet<EventKind>;
  readonly processes: ReadonlySet<number> | undefined;
}

/** Parsed command line: only the run itself can still fail. */
export interface RunJob {
  readonly system: System;
  /** Drawn at random when undefined. */
  readonly seed: string | undefined;
  /** Range of seeds instead of one. */
  readonly seeds: SeedRange | undefined;
  readonly keepGoing: boolean;
  readonly edits: Edits;
  /** Decisions forced by the command line. */
  readonly forced: readonly string[];
  /** Whether the command line has rules. */
  readonly hasRules: boolean;
  /** Options that affect the run, for the command that repeats it. */
  readonly given: readonly string[];
  readonly log: LogWish;
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly breakAt: number | undefined;
  /** Number of random streams to run the scenario with; `stream` selects one by number. */
  readonly streams: number | undefined;
  readonly stream: number | undefined;
  readonly mode: 'run' | 'check-determinism' | 'print-scenario' | 'step-digests';
  readonly json: boolean;
  /** Path of the JUnit report. */
  readonly junit: string | undefined;
  /** Whether to measure code coverage. */
  readonly coverage: boolean;
  /** Failure file to run, and its path. */
  readonly failure: Failure | undefined;
  readonly failurePath: string | undefined;
  /** @throws BadInput when the overrides do not form a scenario. */
  scenarioOf(seed: string): Scenario;
}

/** Subject of a command line: the failure file or the seed. */
export const subjectOf = ({ failurePath }: RunJob, { seed }: Scenario): string => failurePath ?? seed;

/** `file` is a scenario to use instead of a drawn one. @throws BadInput */
export function parseJob(
  words: string | undefined,
  options: RunJobOptions,
  registry: Registry,
  failure?: Failure,
  file: Scenario | undefined = failure?.scenario,
): RunJob {
  const seedText = failure?.seed ?? words;
  const system = systemNamed(options.system ?? file?.system ?? registry.defaultSystem, registry);
  const { set = [], edit: forcing = [] } = options;
  const overrides = parseOverrides(options, set);
  const forced = parseEdits(forcing);
  const edits = { ...failure?.edits, ...forced };
  const seeds = options.seeds === undefined ? undefined : parseSeeds(options.seeds);
  const seed = seedText === undefined ? file?.seed : parseSeed(seedText);
  const step = (option: 'from' | 'until' | 'break'): number | undefined =>
    options[option] === undefined ? undefined : parseInteger(`--${option}`, options[option], 1);
  const job: RunJob = {
    system,
    seed: seeds === undefined ? seed : undefined,
    seeds,
    keepGoing: options.keepGoing === true,
    edits,
    forced: Object.keys(forced),
    hasRules: overrides.some(isOfRules),
    given: [
      ...(options.mutant === undefined ? [] : ['--mutant', options.mutant]),
      ...(options.catalogue === undefined ? [] : ['--catalogue', options.catalogue]),
      ...(options.system === undefined ? [] : ['--system', options.system]),
      ...(options.scenario === undefined ? [] : ['--scenario', options.scenario]),
      ...overrides.flatMap(({ words }) => words),
      ...forcing.flatMap((edit) => ['--edit', edit]),
      ...(options.stream === undefined ? [] : ['--stream', options.stream]),
    ],
    log: parseLog(options),
    from: step('from'),
    until: step('until'),
    breakAt: step('break'),
    streams: options.streams === undefined ? undefined : parseInteger('--streams', options.streams, 1),
    stream: options.stream === undefined ? undefined : parseInteger('--stream', options.stream, 1),
    mode: modeOf(options),
    json: options.json === true,
    junit: options.junit,
    coverage: options.coverage === true,
    failure,
    failurePath: failure === undefined ? undefined : words,
    scenarioOf: (name) => scenarioFor(name, system, file, overrides),
  };
  refuseContradictions(job, seedText, options);
  return job;
}

function systemNamed(name: string, registry: Registry): System {
  const system = registry.systems.get(name);
  if (system !== undefined) return system;
  throw new BadInput(
    `there is no system "${name}"; there are ${[...registry.systems.keys()].join(', ')}, and files such as ./my-system.ts`,
  );
}

function modeOf(options: RunJobOptions): RunJob['mode'] {
  if (options.printScenario) return 'print-scenario';
  if (options.checkDeterminism) return 'check-determinism';
  return options.stepDigests ? 'step-digests' : 'run';
}

function parseLog(options: RunJobOptions): LogWish {
  // `--from` implies showing the steps.
  const text = options.log ?? (options.from === undefined ? 'silent' : 'trace');
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined)
    throw new BadInput(`--log ${text}: there is no such level; there are ${LOG_LEVELS.join(', ')}`);
  const nodes = options.logNodes?.split(',').map((node) => parseInteger('--log-nodes', node, 0));
  return { level, kinds: kindsAt(level), processes: nodes === undefined ? undefined : new Set(nodes) };
}

/** Options for a single run. */
const LONELY = {
  from: '--from',
  until: '--until',
  break: '--break',
  printScenario: '--print-scenario',
  checkDeterminism: '--check-determinism',
  streams: '--streams',
  stream: '--stream',
} satisfies { [name in keyof RunJobOptions]?: string };

/** Options for many runs. */
const MANY = {
  keepGoing: '--keep-going',
  junit: '--junit',
  coverage: '--coverage',
} satisfies { [name in keyof RunJobOptions]?: string };

function refuseContradictions(job: RunJob, seedText: string | undefined, options: RunJobOptions): void {
  const { seeds, from, until, breakAt } = job;
  if (seeds !== undefined) {
    if (seedText !== undefined) throw new BadInput('either one seed or --seeds can be given, not both');
    const lonely = Object.entries(LONELY).find(([name]) => name in options);
    if (lonely !== undefined) throw new BadInput(`${lonely[1]} needs one seed, not --seeds`);
  } else {
    const many = Object.entries(MANY).find(([name]) => name in options);
    if (many !== undefined) throw new BadInput(`${many[1]} needs --seeds`);
  }
  if (job.streams !== undefined && (job.stream ?? from ?? until ?? breakAt) !== undefined)
    throw new BadInput('--streams makes many runs: leave out --stream, --from, --until and --break');
  if (from !== undefined && until !== undefined && from > until)
    throw new BadInput(`--from ${from} comes after --until ${until}`);
  if (breakAt !== undefined && until !== undefined && breakAt > until)
    throw new BadInput(`--break ${breakAt} comes after --until ${until}`);
  if (job.mode === 'check-determinism' && (from ?? until ?? breakAt) !== undefined)
    throw new BadInput('--check-determinism compares whole runs: leave out --from, --until and --break');
}
