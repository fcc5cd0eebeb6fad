import { Baseline } from './baseline.ts';
import type { Mutant } from './mutant.ts';
import type { Prepared, PreparedMutant } from './prepare.ts';
import { type Job, JobQueue } from './queue.ts';
import type { SeedTask } from './run-seed.ts';
import { Thread } from './thread.ts';
import { type Bench, type Budget, runTrial, type TrialResult } from './trial.ts';

/** How mutants are tried. */
export interface CampaignOptions {
  readonly trialsOf: (mutant: Mutant) => number;
  readonly budgetOf: (mutant: Mutant) => Budget;
  readonly workers: number;
  readonly blackBox: boolean;
  /** First part of all seeds: trial t of a mutant uses `base-t-1`, `base-t-2` and so on, the same for every mutant. */
  readonly base: string;
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

/** Tries every mutant, on as many lanes as there are workers. Interrupted, it gives the trials that ended before. */
export async function runCampaign(
  { unmutated, mutants }: Prepared,
  options: CampaignOptions,
): Promise<readonly Measured[]> {
  const results = new Map<Mutant, TrialResult[]>(mutants.map(({ mutant }) => [mutant, []]));
  const failed = new AbortController();
  const work: Work = {
    options: { ...options, signal: AbortSignal.any([options.signal, failed.signal]) },
    newUnmutated: () => new Thread(unmutated),
    baseline: new Baseline(),
    queue: new JobQueue(mutants, ({ mutant }) => options.trialsOf(mutant)),
    done(mutant, result) {
      results.get(mutant)?.push(result);
      options.onTrial?.(mutant, result);
    },
  };
  const lanes = Array.from({ length: options.workers }, () =>
    runLane(work).catch((error: unknown) => {
      failed.abort(); // the other lanes would go on, and keep the program alive
      throw error;
    }),
  );
  await Promise.all(lanes);
  return mutants.map(({ mutant }) => ({ mutant, trials: results.get(mutant) ?? [] }));
}

/** What the lanes share. */
interface Work {
  readonly options: CampaignOptions;
  readonly newUnmutated: () => Thread;
  readonly baseline: Baseline;
  readonly queue: JobQueue;
  readonly done: (mutant: Mutant, result: TrialResult) => void;
}

/** One core's work: two threads, of which one runs at a time. */
async function runLane({ options, newUnmutated, baseline, queue, done }: Work): Promise<void> {
  const { signal } = options;
  const unmutated = newUnmutated();
  let mutated: Thread | undefined;
  const close = (): void => {
    mutated?.close();
    unmutated.close();
  };
  signal.addEventListener('abort', close);
  try {
    let current: PreparedMutant | undefined;
    for (let job = queue.take(current); job !== undefined; job = queue.take(current)) {
      const { mutant, bundle } = job.prepared;
      if (job.prepared !== current || mutated === undefined) {
        mutated?.close();
        mutated = new Thread(bundle);
        current = job.prepared;
      }
      if (signal.aborted) return;
      const bench: Bench = { ...options, mutated, unmutated, baseline, safetyOnly: mutant.safetyOnly };
      const result = await runTrial(
        seeds(options, job),
        taskOf(options, job),
        options.budgetOf(mutant),
        bench,
      );
      if (result === undefined) return;
      done(mutant, result);
    }
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

const seeds =
  ({ base }: CampaignOptions, { trial }: Job) =>
  (index: number): string =>
    `${base}-${trial}-${index}`;

const taskOf = ({ blackBox }: CampaignOptions, { prepared }: Job): Omit<SeedTask, 'seed'> => ({
  system: prepared.system,
  overrides: prepared.mutant.scenario ?? {},
  blackBox,
});
