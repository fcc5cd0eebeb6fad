import type { Candidate } from './candidate.ts';
import type { ScoutTask } from './scout-task.ts';
import type { Goal, Report, Scouts } from './scouts.ts';

/** Tasks for each thread: one that runs, one that waits, so that it need not wait for us. */
export const TASKS_PER_THREAD = 2;

/** Hands a task to a thread; undefined when that is lost. */
export type Ask = (task: ScoutTask) => Promise<readonly Report[] | undefined>;

/** Scouts in threads. */
export class ThreadScouts implements Scouts {
  readonly ahead: number;
  readonly share: number;
  private readonly ask: Ask;
  private readonly system: string;
  private readonly forgotten = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /** The search itself is one of the workers. */
  constructor(ask: Ask, system: string, workers: number) {
    this.ask = ask;
    this.system = system;
    this.ahead = workers * TASKS_PER_THREAD;
    this.share = workers;
  }

  async look(candidates: readonly Candidate[], goal: Goal): Promise<readonly Report[]> {
    const { system, forgotten } = this;
    const asked = Atomics.load(forgotten, 0);
    return (await this.ask({ system, candidates, goal, forgotten, asked })) ?? [];
  }

  forget(): void {
    Atomics.add(this.forgotten, 0, 1);
  }
}
