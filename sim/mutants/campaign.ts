import { Pool } from '../campaign/pool.ts';
import { type Worker, workOff } from '../campaign/queue.ts';
import { Baseline } from './baseline.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { seedsOf, taskOf } from './campaign-options.ts';
import { ElsewhereBuilds, ElsewhereTrials, limited } from './elsewhere-trials.ts';
import type { Mutant } from './mutant.ts';
import type { Prepared, PreparedMutant } from './prepare.ts';
import { type Job, TrialQueue } from './queue.ts';
import type { SeedSummary, SeedTask } from './run-seed.ts';
import { type Bench, runTrial, type TrialResult } from './trial.ts';

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
  const { elsewhere } = options;
  const results = new Map<Mutant, Map<number, TrialResult>>(mutants.map(({ mutant }) => [mutant, new Map()]));
  const queue = new TrialQueue(
    mutants,
    ({ mutant }) => options.trialsOf(mutant),
    ({ prepared: { mutant }, trial }, result) => {
      results.get(mutant)?.set(trial, result);
      options.onTrial?.(mutant, result);
    },
    elsewhere !== undefined,
  );
  const sound = poolOf(unmutated.code, options.workers, options);
  const baseline = new Baseline(limited(sound, options.workers));
  const builds = elsewhere === undefined ? undefined : new ElsewhereBuilds(elsewhere);
  const stop = (): void => void sound.close(); // no trial waits for the other build's run
  options.signal.addEventListener('abort', stop);
  try {
    await workOff<Job, TrialResult>(queue, {
      workers: elsewhere?.trials ?? options.workers,
      signal: options.signal,
      newWorker: (signal) =>
        builds === undefined
          ? new TrialWorker(baseline, { ...options, signal })
          : new ElsewhereTrials(builds, baseline, { ...options, signal }),
    });
  } finally {
    options.signal.removeEventListener('abort', stop);
    await builds?.close();
    await sound.close();
  }
  const inOrder = (mutant: Mutant): readonly TrialResult[] =>
    [...(results.get(mutant) ?? [])].sort(([a], [b]) => a - b).map(([, result]) => result);
  return mutants.map(({ mutant }) => ({ mutant, trials: inOrder(mutant) }));
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
    return runTrial(seedsOf(options, job), taskOf(options, job), options.budgetOf(mutant), bench);
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
