import type { OpenQueue } from '../campaign/open-queue.ts';
import type { Candidate } from './candidate.ts';
import type { Goal, Lookahead, Report } from './lookahead.ts';
import type { LookaheadTask } from './lookahead-task.ts';

/** Tasks for each thread: one that runs, one that waits, so that it need not wait for us. */
export const TASKS_PER_THREAD = 2;

/** Helpers in threads, which take their tasks from a queue. */
export class ThreadLookahead implements Lookahead {
  readonly ahead: number;
  readonly aheadAtFirst: number;
  readonly share: number;
  /** A request costs as much as a few hundred steps. */
  readonly stepsTogether = 1000;
  readonly isAwaited = true;
  private readonly queue: OpenQueue<LookaheadTask, readonly Report[]>;
  private readonly system: string;
  /** Tells the threads that nobody waits for the task they have already leased. */
  private readonly forgotten = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /** The search itself is one of the workers. */
  constructor(queue: OpenQueue<LookaheadTask, readonly Report[]>, system: string, workers: number) {
    this.queue = queue;
    this.system = system;
    this.ahead = workers * TASKS_PER_THREAD;
    this.aheadAtFirst = this.ahead;
    this.share = workers;
  }

  async look(candidates: readonly Candidate[], goal: Goal): Promise<readonly Report[]> {
    const { system, forgotten } = this;
    const asked = Atomics.load(forgotten, 0);
    return (await this.queue.ask({ system, candidates, goal, recall: { forgotten, asked } })) ?? [];
  }

  forget(): void {
    Atomics.add(this.forgotten, 0, 1);
    this.queue.forget();
  }
}
