import type { Pool } from '../fuzz/pool.ts';
import type { Candidate } from './candidate.ts';
import type { ScoutTask } from './scout-task.ts';
import type { Goal, Report, Scouts } from './scouts.ts';

/** Tasks for each thread: one that runs, one that waits, so that it need not wait for us. */
export const TASKS_PER_THREAD = 2;

/** Scouts in the threads of a pool. */
export class ThreadScouts implements Scouts {
  readonly ahead: number;
  private readonly pool: Pool<ScoutTask, Report>;
  private readonly system: string;
  private readonly forgotten = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(pool: Pool<ScoutTask, Report>, system: string, workers: number) {
    this.pool = pool;
    this.system = system;
    this.ahead = workers * TASKS_PER_THREAD;
  }

  async look(candidate: Candidate, goal: Goal): Promise<Report> {
    const { system, forgotten } = this;
    const asked = Atomics.load(forgotten, 0);
    const answer = await this.pool.run({ system, candidate, goal, forgotten, asked });
    return answer.type === 'ran' ? answer.run : { type: 'unknown' };
  }

  forget(): void {
    Atomics.add(this.forgotten, 0, 1);
  }
}
