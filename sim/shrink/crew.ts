import { OpenQueue } from '../campaign/open-queue.ts';
import type { Pool } from '../campaign/pool.ts';
import { workOff } from '../campaign/queue.ts';
import type { ScoutTask } from './scout-task.ts';
import type { Report, Scouts } from './scouts.ts';
import { TASKS_PER_THREAD, ThreadScouts } from './thread-scouts.ts';

/** Threads that test candidates until closed. */
export interface Crew {
  readonly scouts: Scouts;
  close(): Promise<void>;
}

/** Makes a crew of started threads. A task that is lost with its thread, or takes too long, has no reports. */
export function crewOf(
  pool: Pool<ScoutTask, readonly Report[]>,
  program: string,
  threads: number,
  system: string,
): Crew {
  const queue = new OpenQueue<ScoutTask, readonly Report[]>(program);
  const work = async (task: ScoutTask): Promise<readonly Report[]> => {
    const answer = await pool.run(task);
    return answer.type === 'ran' ? answer.run : [];
  };
  const signal = new AbortController().signal; // ended by closing the queue
  const workers = threads * TASKS_PER_THREAD;
  const ended = workOff(queue, { workers, newWorker: () => ({ work }), signal });
  return {
    scouts: new ThreadScouts(queue, system, threads + 1),
    async close() {
      queue.close();
      await pool.close();
      await ended;
    },
  };
}
