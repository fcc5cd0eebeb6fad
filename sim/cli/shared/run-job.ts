import type { Edits } from '../../chance/site.ts';
import type { EventKind } from '../../events/event.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseEdits } from '../../input/edits.ts';
import { parseInteger } from '../../input/numbers.ts';
import { parseOverrides, type ShortOptions } from '../../input/overrides.ts';
import { scenarioFor } from '../../input/scenario-input.ts';
import { parseSeed, parseSeeds, type SeedRange } from '../../input/seeds.ts';
import type { Failure } from '../../replay/failure-file.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { System } from '../../scenario/system.ts';
import type { Registry } from '../../systems/registry.ts';
import { kindsAt, LOG_LEVELS, type LogLevel } from './log-level.ts';

/** Options as commander hands them over: strings, unchecked. */
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

/** Level and filter of the log. */
export interface LogWish {
  readonly level: LogLevel;
  readonly kinds: ReadonlySet<EventKind>;
  readonly processes: ReadonlySet<number> | undefined;
}

/** A checked command line: all that is left to go wrong is the run itself. */
export interface RunJob {
  readonly system: System;
  /** Undefined: one is drawn. */
  readonly seed: string | undefined;
  /** Many seeds instead of one. */
  readonly seeds: SeedRange | undefined;
  readonly keepGoing: boolean;
  readonly edits: Edits;
  /** Names of the decisions that the command line forces. */
  readonly forced: readonly string[];
  /** Options that make the run another one, for the command that repeats it. */
  readonly given: readonly string[];
  readonly log: LogWish;
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly breakAt: number | undefined;
  /** The scenario under other dice, so many times, or under the one of this number. */
  readonly streams: number | undefined;
  readonly stream: number | undefined;
  readonly mode: 'run' | 'check-determinism' | 'print-scenario' | 'step-digests';
  readonly json: boolean;
  /** Where a JUnit report goes. */
  readonly junit: string | undefined;
  /** Whether it is counted which code has run. */
  readonly coverage: boolean;
  /** The failure file that is looked into, and its path. */
  readonly failure: Failure | undefined;
  readonly failurePath: string | undefined;
  /** @throws BadInput when the overrides do not make a scenario. */
  scenarioOf(seed: string): Scenario;
}

/** How a command line names the run: by a failure file, or by its seed. */
export const subjectOf = ({ failurePath }: RunJob, { seed }: Scenario): string => failurePath ?? seed;

/** `file` is the scenario that is run instead of a drawn one. @throws BadInput */
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
  // Who names steps wants to see them.
  const text = options.log ?? (options.from === undefined ? 'silent' : 'trace');
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined)
    throw new BadInput(`--log ${text}: there is no such level; there are ${LOG_LEVELS.join(', ')}`);
  const nodes = options.logNodes?.split(',').map((node) => parseInteger('--log-nodes', node, 0));
  return { level, kinds: kindsAt(level), processes: nodes === undefined ? undefined : new Set(nodes) };
}

/** Options that say something about one run. */
const LONELY = {
  from: '--from',
  until: '--until',
  break: '--break',
  printScenario: '--print-scenario',
  checkDeterminism: '--check-determinism',
  streams: '--streams',
  stream: '--stream',
} satisfies { [name in keyof RunJobOptions]?: string };

/** Options that say something about many runs. */
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
    throw new BadInput('--streams makes many runs: leave --stream, --from, --until and --break out');
  if (from !== undefined && until !== undefined && from > until)
    throw new BadInput(`--from ${from} comes after --until ${until}`);
  if (breakAt !== undefined && until !== undefined && breakAt > until)
    throw new BadInput(`--break ${breakAt} comes after --until ${until}`);
  if (job.mode === 'check-determinism' && (from ?? until ?? breakAt) !== undefined)
    throw new BadInput('--check-determinism compares whole runs: leave --from, --until and --break out');
}
