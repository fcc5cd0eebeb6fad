import type { SeedTask } from './run-seed.ts';
import type { Answer, Thread } from './thread.ts';

/** Answers of the unmutated build, each computed once: all mutants are tried on the same seeds. */
export class Baseline {
  private readonly answers = new Map<string, Promise<Answer>>();

  /** Runs the task in `thread` (of the unmutated build), unless that was done before or is being done. */
  answer(task: SeedTask, thread: Thread, limitMs: number): Promise<Answer> {
    const key = JSON.stringify(task);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = thread.run(task, limitMs);
    this.answers.set(key, answer);
    return answer;
  }
}
