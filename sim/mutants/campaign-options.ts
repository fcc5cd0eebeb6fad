import type { Elsewhere } from './elsewhere.ts';
import type { Mutant } from './mutant.ts';
import type { Job } from './queue.ts';
import type { SeedTask } from './run-seed.ts';
import type { Budget, TrialResult } from './trial.ts';

/** How mutants are tried. */
export interface CampaignOptions {
  readonly trialsOf: (mutant: Mutant) => number;
  readonly budgetOf: (mutant: Mutant) => Budget;
  readonly workers: number;
  readonly blackBox: boolean;
  /** First part of all seeds: trial t of a mutant uses `base-t-1`, `base-t-2` and so on, the same for every mutant. */
  readonly base: string;
  /** Limit of one run; more is a hang. */
  readonly hangMs: number;
  readonly comparedMax: number;
  readonly signal: AbortSignal;
  /** Where mutated builds run; threads of this process when absent. */
  readonly elsewhere?: Elsewhere;
  /** After each run of a mutated build. */
  readonly onRun?: () => void;
  /** After each trial, in the order in which they end. */
  readonly onTrial?: (mutant: Mutant, result: TrialResult) => void;
}

/** The seeds of a trial, by number from 1. */
export const seedsOf =
  ({ base }: CampaignOptions, { trial }: Job) =>
  (index: number): string =>
    `${base}-${trial}-${index}`;

/** What each seed of a trial is run with. */
export const taskOf = ({ blackBox }: CampaignOptions, { prepared }: Job): Omit<SeedTask, 'seed'> => ({
  system: prepared.system,
  overrides: prepared.mutant.scenario ?? {},
  blackBox,
});
