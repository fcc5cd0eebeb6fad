import type { Worker } from '../campaign/queue.ts';
import { Slots } from '../campaign/slots.ts';
import type { Baseline } from './baseline.ts';
import { type CampaignOptions, seedsOf, taskOf } from './campaign-options.ts';
import type { Elsewhere, ElsewhereBuild } from './elsewhere.ts';
import type { PreparedMutant } from './prepare.ts';
import type { Job } from './queue.ts';
import type { SeedRunner } from './run-seed.ts';
import { runTrial, type TrialResult } from './trial.ts';

/** The builds of mutants that run elsewhere: each is opened for its first trial, and closed after its last. */
export class ElsewhereBuilds {
  private readonly elsewhere: Elsewhere;
  private readonly open = new Map<PreparedMutant, Promise<ElsewhereBuild>>();
  private readonly left = new Map<PreparedMutant, number>();

  constructor(elsewhere: Elsewhere) {
    this.elsewhere = elsewhere;
  }

  of(prepared: PreparedMutant, trials: number): Promise<ElsewhereBuild> {
    const known = this.open.get(prepared) ?? this.elsewhere.open(prepared);
    this.open.set(prepared, known);
    if (!this.left.has(prepared)) this.left.set(prepared, trials);
    return known;
  }

  async ended(prepared: PreparedMutant): Promise<void> {
    const left = (this.left.get(prepared) ?? 1) - 1;
    this.left.set(prepared, left);
    if (left > 0) return;
    const build = this.open.get(prepared);
    this.open.delete(prepared);
    await (await build)?.close();
  }

  async close(): Promise<void> {
    for (const build of this.open.values()) await build.then((each) => each.close()).catch(() => {});
    this.open.clear();
  }
}

/** Makes trials of which the mutated build runs elsewhere, and the sound one here. */
export class ElsewhereTrials implements Worker<Job, TrialResult> {
  private readonly builds: ElsewhereBuilds;
  private readonly baseline: Baseline;
  private readonly options: CampaignOptions;

  constructor(builds: ElsewhereBuilds, baseline: Baseline, options: CampaignOptions) {
    this.builds = builds;
    this.baseline = baseline;
    this.options = options;
  }

  async work(job: Job): Promise<TrialResult | undefined> {
    const { options, baseline } = this;
    const { mutant } = job.prepared;
    const budget = options.budgetOf(mutant);
    const build = await this.builds.of(job.prepared, options.trialsOf(mutant));
    const [seedOf, task] = [seedsOf(options, job), taskOf(options, job)];
    const mutated = build.trial(job.trial, (at) => ({ ...task, seed: seedOf(at + 1) }), budget.seeds);
    const stop = (): void => mutated.close();
    options.signal.addEventListener('abort', stop);
    try {
      return await runTrial(seedOf, task, budget, {
        ...options,
        mutated,
        baseline,
        safetyOnly: mutant.safetyOnly,
      });
    } finally {
      options.signal.removeEventListener('abort', stop);
      mutated.close();
      await this.builds.ended(job.prepared);
    }
  }
}

/** No more tasks at a time than there are threads: the time of a task begins when it is asked for. */
export function limited(runner: SeedRunner, threads: number): SeedRunner {
  const slots = new Slots(threads);
  return {
    async run(task) {
      await slots.take();
      try {
        return await runner.run(task);
      } finally {
        slots.free();
      }
    },
  };
}
