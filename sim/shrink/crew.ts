import { OpenQueue } from '../campaign/open-queue.ts';
import type { Pool } from '../campaign/pool.ts';
import { workOff } from '../campaign/queue.ts';
import type { Lookahead, Report } from './lookahead.ts';
import type { LookaheadTask } from './lookahead-task.ts';
import { TASKS_PER_THREAD, ThreadLookahead } from './thread-lookahead.ts';

/** Threads that test candidates until closed. */
export interface Crew {
  readonly lookahead: Lookahead;
  close(): Promise<void>;
}

/** Makes a crew of started threads. A task that is lost with its thread, or takes too long, has no reports. */
export function crewOf(
  pool: Pool<LookaheadTask, readonly Report[]>,
  program: string,
  threads: number,
  system: string,
): Crew {
  const queue = new OpenQueue<LookaheadTask, readonly Report[]>(program);
  const work = async (task: LookaheadTask): Promise<readonly Report[]> => {
    const answer = await pool.run(task);
    return answer.type === 'ran' ? answer.run : [];
  };
  const signal = new AbortController().signal; // ended by closing the queue
  const workers = threads * TASKS_PER_THREAD;
  const ended = workOff(queue, { workers, newWorker: () => ({ work }), signal });
  return {
    lookahead: new ThreadLookahead(queue, system, threads + 1),
    async close() {
      queue.close();
      await pool.close();
      await ended;
    },
  };
}
