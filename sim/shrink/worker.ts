import { systems } from '../systems/index.ts';
import type { Report } from './lookahead.ts';
import { type LookaheadTask, lookaheadTask } from './lookahead-task.ts';

// The program of a thread that looks at candidates.
/** Says that the program is loaded. */
export const ready = (): true => true;

export default (task: LookaheadTask): readonly Report[] => lookaheadTask(systems, task);
