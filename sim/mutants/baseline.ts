import type { Pool } from '../campaign/pool.ts';
import { type SeedAnswer, type SeedSummary, type SeedTask, timed } from './run-seed.ts';

/** Answers of the unmutated build, each computed once: all mutants are tried on the same seeds. */
export class Baseline {
  private readonly pool: Pool<SeedTask, SeedSummary>;
  private readonly answers = new Map<string, Promise<SeedAnswer>>();

  /** `pool` has threads of the unmutated build, one for each trial that is made at a time. */
  constructor(pool: Pool<SeedTask, SeedSummary>) {
    this.pool = pool;
  }

  /** Runs the task, unless that was done before or is being done. */
  answer(task: SeedTask): Promise<SeedAnswer> {
    const key = JSON.stringify(task);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = timed(this.pool, task);
    this.answers.set(key, answer);
    return answer;
  }
}
