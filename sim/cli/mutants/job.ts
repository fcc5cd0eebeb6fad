import { BadInput } from '../../input/bad-input.ts';
import { parseInteger, parseMinutes, parseWorkers } from '../../input/numbers.ts';
import { parseStrategy, type StrategyName } from '../../input/overrides.ts';
import { catalogueOf } from '../../mutants/catalogue-of.ts';
import { type Difficulty, isControl, type Mutant } from '../../mutants/mutant.ts';
import type { Budget } from '../../mutants/trial.ts';

/** Raw options from commander. */
export interface MutantsOptions {
  readonly only?: string;
  readonly catalogue?: string;
  readonly system?: string;
  readonly seeds?: string;
  readonly trials?: string;
  readonly minutes?: string;
  readonly workers?: string;
  readonly fleet?: string;
  readonly blackBox?: true;
  readonly strategy?: string;
  readonly base?: string;
  readonly json?: true;
}

/** Parsed command line. */
export interface MutantsJob {
  readonly mutants: readonly Mutant[];
  trialsOf(mutant: Mutant): number;
  budgetOf(mutant: Mutant): Budget;
  readonly workers: number;
  /** Fleet whose workers run the mutated code; threads of this process when absent. */
  readonly fleet: string | undefined;
  readonly blackBox: boolean;
  readonly base: string;
  readonly json: boolean;
  /** System of mutants that name none; the default system when absent. */
  readonly system: string | undefined;
  /** Options that say what is measured and where, for the suggested next command. */
  readonly origin: readonly string[];
}

/** Default trials and minutes per mutant: the expected need, with a margin for bad luck. */
const DEFAULTS: Readonly<Record<Difficulty | 'control', { trials: number; minutes: number }>> = {
  e: { trials: 10, minutes: 2 },
  m: { trials: 5, minutes: 10 },
  h: { trials: 2, minutes: 30 },
  control: { trials: 2, minutes: 2 },
};

/** First part of the seeds of trials. */
export const DEFAULT_BASE = 'mutants';
const MINUTE_MS = 60_000;

/** @throws BadInput */
export function parseMutantsJob(options: MutantsOptions): MutantsJob {
  const { base = DEFAULT_BASE } = options;
  const strategy = options.strategy === undefined ? undefined : parseStrategy(options.strategy);
  if (!/^[A-Za-z0-9_.]{1,32}$/.test(base))
    throw new BadInput(`--base ${base}: 1 to 32 letters, digits, dots or underscores are needed`);
  const all = catalogueOf(options.catalogue, options.system).map((mutant) => scheduled(mutant, strategy));
  const seeds = options.seeds === undefined ? undefined : parseInteger('--seeds', options.seeds, 1);
  const trials = options.trials === undefined ? undefined : parseInteger('--trials', options.trials, 1);
  const minutes = options.minutes === undefined ? undefined : parseMinutes(options.minutes);
  if (options.fleet !== undefined && options.workers !== undefined)
    throw new BadInput('--workers are those of this machine: a fleet has its own');
  const workers = parseWorkers(options.workers);
  return {
    mutants: options.only === undefined ? all : chosen(all, options.only),
    trialsOf: (mutant) => trials ?? defaultsOf(mutant).trials,
    budgetOf(mutant) {
      // With only a seed limit, the result must not depend on the machine's speed.
      const limit = minutes ?? (seeds === undefined ? defaultsOf(mutant).minutes : Number.POSITIVE_INFINITY);
      return { seeds: seeds ?? Number.POSITIVE_INFINITY, ms: limit * MINUTE_MS };
    },
    workers,
    fleet: options.fleet,
    blackBox: options.blackBox === true,
    base,
    json: options.json === true,
    system: options.system,
    origin: [
      ...(options.system === undefined ? [] : ['--system', options.system]),
      ...(options.catalogue === undefined ? [] : ['--catalogue', options.catalogue]),
      ...(options.strategy === undefined ? [] : ['--strategy', options.strategy]),
      ...(base === DEFAULT_BASE ? [] : ['--base', base]),
      ...(options.workers === undefined ? [] : ['--workers', options.workers]),
      ...(options.fleet === undefined ? [] : ['--fleet', options.fleet]),
    ],
  };
}

/** The mutant with another scheduling strategy. */
function scheduled(mutant: Mutant, strategy: StrategyName | undefined): Mutant {
  if (strategy === undefined) return mutant;
  const { scenario = {} } = mutant;
  return { ...mutant, scenario: { ...scenario, network: { ...scenario.network, strategy } } };
}

const defaultsOf = (mutant: Mutant): { trials: number; minutes: number } =>
  DEFAULTS[isControl(mutant) ? 'control' : (mutant.difficulty ?? 'm')];

function chosen(all: readonly Mutant[], text: string): readonly Mutant[] {
  const ids = text.split(',');
  for (const id of ids) {
    if (!all.some((mutant) => mutant.id === id)) throw new BadInput(`--only: there is no mutant "${id}"`);
  }
  return all.filter(({ id }) => ids.includes(id));
}
