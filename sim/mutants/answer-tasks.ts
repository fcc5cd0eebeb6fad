import { parentPort } from 'node:worker_threads';
import type { System } from '../scenario/system.ts';
import { runSeed, type SeedTask } from './run-seed.ts';

/** The thread's side: one run for each task. */
export function answerTasks(systems: ReadonlyMap<string, System>): void {
  const port = parentPort;
  if (port === null) throw new Error('this program runs in a thread only');
  port.on('message', (task: SeedTask) => port.postMessage(runSeed(systems, task)));
}
