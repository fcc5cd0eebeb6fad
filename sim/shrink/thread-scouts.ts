import type { Pool } from '../fuzz/pool.ts';
import type { Candidate } from './candidate.ts';
import type { ScoutTask } from './scout-task.ts';
import type { Goal, Report, Scouts } from './scouts.ts';

/** Tasks for each thread: one that runs, one that waits, so that it need not wait for us. */
export const TASKS_PER_THREAD = 2;

/** Scouts in the threads of a pool. */
export class ThreadScouts implements Scouts {
  readonly ahead: number;
  private readonly pool: Pool<ScoutTask, readonly Report[]>;
  private readonly system: string;
  private readonly forgotten = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(pool: Pool<ScoutTask, readonly Report[]>, system: string, workers: number) {
    this.pool = pool;
    this.system = system;
    this.ahead = workers * TASKS_PER_THREAD;
  }

  async look(candidates: readonly Candidate[], goal: Goal): Promise<readonly Report[]> {
    const { system, forgotten } = this;
    const asked = Atomics.load(forgotten, 0);
    const answer = await this.pool.run({ system, candidates, goal, forgotten, asked });
    return answer.type === 'ran' ? answer.run : [];
  }

  forget(): void {
    Atomics.add(this.forgotten, 0, 1);
  }
}
