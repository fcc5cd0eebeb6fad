import type { Measured } from './campaign.ts';
import { isControl, type Mutant } from './mutant.ts';
import type { Finding, Suspect, TrialResult } from './trial.ts';

/** Median and worst over all trials. A miss counts as infinitely long; `null` says that. */
export interface Spread {
  readonly median: number | null;
  readonly worst: number | null;
}

export interface MutantScore {
  readonly mutant: Mutant;
  readonly found: number;
  readonly trials: number;
  /** Runs compared with the unmutated build, and those of them whose trace differed. */
  readonly activated: number;
  readonly compared: number;
  /** All runs of the mutated build. */
  readonly runs: number;
  readonly seeds: Spread;
  readonly steps: Spread;
  readonly seconds: Spread;
  /** Invariants that fired first, by how often. */
  readonly fired: readonly (readonly [id: string, times: number])[];
  /** Trials in which one of the expected invariants fired first. */
  readonly asExpected: number;
  /** More than half of all runs find it: it tells nothing about the power to find bugs. */
  readonly trivial: boolean;
  readonly example: Finding | undefined;
  readonly suspects: readonly Suspect[];
}

export interface Score {
  readonly mutants: readonly MutantScore[];
  /** Mean over mutants of found/trials; controls do not count. `null` when there is none. */
  readonly score: number | null;
  /** The same without trivial mutants. */
  readonly scoreNontrivial: number | null;
}

export function scoreOf(measured: readonly Measured[]): Score {
  const mutants = measured.map(scoreMutant);
  const real = mutants.filter(({ mutant, trials }) => !isControl(mutant) && trials > 0);
  return {
    mutants,
    score: meanFound(real),
    scoreNontrivial: meanFound(real.filter(({ trivial }) => !trivial)),
  };
}

function scoreMutant({ mutant, trials }: Measured): MutantScore {
  const findings = trials.flatMap(({ finding }) => (finding === undefined ? [] : [finding]));
  const counts = new Map<string, number>();
  for (const { fired } of findings) counts.set(fired, (counts.get(fired) ?? 0) + 1);
  const runs = sum(trials, ({ seeds }) => seeds);
  return {
    mutant,
    found: findings.length,
    trials: trials.length,
    activated: sum(trials, ({ activated }) => activated),
    compared: sum(trials, ({ compared }) => compared),
    runs,
    seeds: spread(trials, ({ seeds }) => seeds),
    steps: spread(trials, ({ steps }) => steps),
    seconds: spread(trials, ({ ms }) => Math.round(ms) / 1000),
    fired: [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)),
    asExpected: findings.filter(({ fired }) => mutant.expect.includes(fired)).length,
    trivial: findings.length > runs / 2,
    example: findings[0],
    suspects: trials.flatMap(({ suspects }) => suspects),
  };
}

function spread(trials: readonly TrialResult[], cost: (trial: TrialResult) => number): Spread {
  const costs = trials
    .map((trial) => (trial.finding === undefined ? Number.POSITIVE_INFINITY : cost(trial)))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)); // a difference of infinities has no sign
  const half = costs.length / 2;
  const low = costs[Math.ceil(half) - 1] ?? Number.POSITIVE_INFINITY;
  const high = costs[Math.floor(half)] ?? Number.POSITIVE_INFINITY;
  return { median: finite((low + high) / 2), worst: finite(costs.at(-1) ?? Number.POSITIVE_INFINITY) };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function meanFound(scores: readonly MutantScore[]): number | null {
  if (scores.length === 0) return null;
  return Math.round((1000 * sum(scores, ({ found, trials }) => found / trials)) / scores.length) / 1000;
}

const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0);
