import { systems } from '../systems/index.ts';
import { runTask } from './run-task.ts';
import type { FuzzRun, FuzzTask } from './task.ts';

// The program of a worker: everything of a run, and nothing else.
/** Says that the program is loaded. */
export const ready = (): true => true;

export default (task: FuzzTask): FuzzRun => runTask(systems, task);
