import { BrokenProgram, Pool } from '../../campaign/pool.ts';
import { digestOf } from '../../files/digest.ts';
import { mutantNamed } from '../../mutants/catalogue-of.ts';
import { type Crew, crewOf } from '../../shrink/crew.ts';
import type { Bug } from '../../shrink/failure.ts';
import type { Report } from '../../shrink/lookahead.ts';
import type { LookaheadTask } from '../../shrink/lookahead-task.ts';
import { TASKS_PER_THREAD } from '../../shrink/thread-lookahead.ts';
import type { Io } from '../shared/io.ts';
import { workerProgram } from '../shared/system-bundle.ts';

/** A candidate that takes longer is left to the search thread. */
export const LOOK_MS_MAX = 60_000;
export const HEAP_MB_MAX = 400;

/**
 * Starts threads with the failing code. The search itself counts as one worker; if threads do not start, it continues
 * alone with the same result. @throws BadInput
 */
export async function crewFor(system: string, bug: Bug, workers: number, io: Io): Promise<Crew | undefined> {
  if (workers === 1) return undefined;
  const mutant = bug.mutant === undefined ? undefined : mutantNamed(bug.mutant, bug.catalogue, system);
  const { code } = await workerProgram('shrink', [system], mutant);
  const threads = workers - 1;
  const pool = new Pool<LookaheadTask, readonly Report[]>(code, {
    threads,
    limitMs: LOOK_MS_MAX,
    heapMbMax: HEAP_MB_MAX,
    tasksPerThread: TASKS_PER_THREAD,
  });
  try {
    await pool.ready();
  } catch (error) {
    await pool.close();
    if (!(error instanceof BrokenProgram)) throw error;
    io.err(`no thread starts, so there is one worker: ${error.message}\n`);
    return undefined;
  }
  return crewOf(pool, digestOf(code), threads, system);
}
