import type { PreparedMutant } from './prepare.ts';
import type { SeedRunner, SeedTask } from './run-seed.ts';

/** Where mutated builds run, when not in threads of this process. */
export interface Elsewhere {
  /** Trials that are made at a time. */
  readonly trials: number;
  open(prepared: PreparedMutant): Promise<ElsewhereBuild>;
}

/** A mutated build that runs elsewhere. */
export interface ElsewhereBuild {
  /** Runs the seeds of a trial, which asks for them one by one, in their order; `seedsMax` of them at most. */
  trial(trial: number, taskAt: (index: number) => SeedTask, seedsMax: number): SeedRunner & { close(): void };
  close(): Promise<void>;
}
