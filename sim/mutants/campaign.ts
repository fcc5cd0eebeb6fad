import { Pool } from '../campaign/pool.ts';
import { type Worker, workOff } from '../campaign/queue.ts';
import { Baseline } from './baseline.ts';
import type { Mutant } from './mutant.ts';
import type { Prepared, PreparedMutant } from './prepare.ts';
import { type Job, TrialQueue } from './queue.ts';
import type { SeedSummary, SeedTask } from './run-seed.ts';
import { type Bench, type Budget, runTrial, type TrialResult } from './trial.ts';

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
  /** After each run of a mutated build. */
  readonly onRun?: () => void;
  /** After each trial, in the order in which they end. */
  readonly onTrial?: (mutant: Mutant, result: TrialResult) => void;
}

export interface Measured {
  readonly mutant: Mutant;
  /** Trials that ended, found or not. */
  readonly trials: readonly TrialResult[];
}

const HEAP_MB_MAX = 1024;

/** Tries every mutant, as many trials at a time as there are workers. Interrupted, it gives the trials that ended before. */
export async function runCampaign(
  { unmutated, mutants }: Prepared,
  options: CampaignOptions,
): Promise<readonly Measured[]> {
  const results = new Map<Mutant, TrialResult[]>(mutants.map(({ mutant }) => [mutant, []]));
  const queue = new TrialQueue(
    mutants,
    ({ mutant }) => options.trialsOf(mutant),
    ({ prepared: { mutant } }, result) => {
      results.get(mutant)?.push(result);
      options.onTrial?.(mutant, result);
    },
  );
  const sound = poolOf(unmutated.code, options.workers, options);
  const baseline = new Baseline(sound);
  try {
    await workOff(queue, {
      workers: options.workers,
      signal: options.signal,
      newWorker: (signal) => new TrialWorker(baseline, { ...options, signal }),
    });
  } finally {
    await sound.close();
  }
  return mutants.map(({ mutant }) => ({ mutant, trials: results.get(mutant) ?? [] }));
}

/** One core's work: a thread of the mutated build, and one of the sound build, of which one runs at a time. */
class TrialWorker implements Worker<Job, TrialResult> {
  private readonly baseline: Baseline;
  private readonly options: CampaignOptions;
  private current: PreparedMutant | undefined;
  private mutated: Pool<SeedTask, SeedSummary> | undefined;

  constructor(baseline: Baseline, options: CampaignOptions) {
    this.baseline = baseline;
    this.options = options;
  }

  work(job: Job): Promise<TrialResult | undefined> {
    const { options, baseline } = this;
    const { mutant } = job.prepared;
    const mutated = this.threadOf(job.prepared);
    const bench: Bench = { ...options, mutated, baseline, safetyOnly: mutant.safetyOnly };
    return runTrial(seeds(options, job), taskOf(options, job), options.budgetOf(mutant), bench);
  }

  close(): void {
    void this.mutated?.close();
    this.mutated = undefined;
  }

  private threadOf(prepared: PreparedMutant): Pool<SeedTask, SeedSummary> {
    if (this.mutated !== undefined && this.current === prepared) return this.mutated;
    this.close();
    this.current = prepared;
    this.mutated = poolOf(prepared.bundle.code, 1, this.options);
    return this.mutated;
  }
}

const poolOf = (code: string, threads: number, { hangMs }: CampaignOptions): Pool<SeedTask, SeedSummary> =>
  new Pool(code, { threads, limitMs: hangMs, heapMbMax: HEAP_MB_MAX });

const seeds =
  ({ base }: CampaignOptions, { trial }: Job) =>
  (index: number): string =>
    `${base}-${trial}-${index}`;

const taskOf = ({ blackBox }: CampaignOptions, { prepared }: Job): Omit<SeedTask, 'seed'> => ({
  system: prepared.system,
  overrides: prepared.mutant.scenario ?? {},
  blackBox,
});
