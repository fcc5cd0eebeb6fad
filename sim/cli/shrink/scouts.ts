import path from 'node:path';
import { BrokenProgram, Pool } from '../../campaign/pool.ts';
import { bundleOf, mutatedBundle } from '../../mutants/bundle.ts';
import { ROOT } from '../../mutants/source.ts';
import type { ScoutTask } from '../../shrink/scout-task.ts';
import type { Report, Scouts } from '../../shrink/scouts.ts';
import { type Ask, TASKS_PER_THREAD, ThreadScouts } from '../../shrink/thread-scouts.ts';
import { mutantNamed } from '../mutants/mutated-registry.ts';
import type { Io } from '../shared/io.ts';
import { workerBundle } from '../shared/system-bundle.ts';
import { isSystemFile } from '../shared/system-name.ts';
import type { Bug } from './shrunk-failure.ts';

const WORKER = path.join(ROOT, `sim/shrink/worker${path.extname(import.meta.filename)}`);
/** A candidate that takes longer is one for the search itself. */
const LOOK_MS_MAX = 60_000;

/** Threads that look at candidates, until they are sent home. */
export interface Crew {
  readonly scouts: Scouts;
  close(): Promise<void>;
}

/**
 * Threads with the code that fails. One of the workers is the search itself; it goes on alone where threads do
 * not start, as it finds the same. @throws BadInput
 */
export async function crewFor(system: string, bug: Bug, workers: number, io: Io): Promise<Crew | undefined> {
  if (workers === 1) return undefined;
  const code = await programOf(system, bug);
  const pool = new Pool<ScoutTask, readonly Report[]>(code, workers - 1, LOOK_MS_MAX, TASKS_PER_THREAD);
  try {
    await pool.ready();
  } catch (error) {
    await pool.close();
    if (!(error instanceof BrokenProgram)) throw error;
    io.err(`no thread starts, so there is one worker: ${error.message}\n`);
    return undefined;
  }
  return { scouts: new ThreadScouts(askOf(pool), system, workers), close: () => pool.close() };
}

/** A task that is lost with its thread, or takes too long, has no reports. */
export const askOf =
  (pool: Pool<ScoutTask, readonly Report[]>): Ask =>
  async (task) => {
    const answer = await pool.run(task);
    return answer.type === 'ran' ? answer.run : undefined;
  };

async function programOf(system: string, { mutant, catalogue }: Bug): Promise<string> {
  if (mutant !== undefined) return (await mutatedBundle(WORKER, mutantNamed(mutant, catalogue))).code;
  return isSystemFile(system) ? workerBundle('shrink', [system]) : (await bundleOf(WORKER)).code;
}
