import { type SeedAnswer, type SeedRunner, type SeedTask, timed } from './run-seed.ts';

/** Answers of the unmutated build, each computed once: all mutants are tried on the same seeds. */
export class Baseline {
  private readonly runner: SeedRunner;
  private readonly answers = new Map<string, Promise<SeedAnswer>>();

  /** `runner` has threads of the unmutated build, one for each trial that is made at a time. */
  constructor(runner: SeedRunner) {
    this.runner = runner;
  }

  /** Runs the task, unless that was done before or is being done. */
  answer(task: SeedTask): Promise<SeedAnswer> {
    const key = JSON.stringify(task);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = timed(this.runner, task);
    this.answers.set(key, answer);
    return answer;
  }
}
