import { systems } from '../systems/index.ts';
import { type ScoutTask, scoutTask } from './scout-task.ts';
import type { Report } from './scouts.ts';

// The program of a thread that looks at candidates.
/** Says that the program is loaded. */
export const ready = (): true => true;

export default (task: ScoutTask): readonly Report[] => scoutTask(systems, task);
