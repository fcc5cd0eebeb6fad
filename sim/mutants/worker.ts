import { systems } from '../systems/index.ts';
import { runSeed, type SeedSummary, type SeedTask } from './run-seed.ts';

// The program that is mutated and runs in threads: everything of a run, and nothing else.
/** Says that the program is loaded. */
export const ready = (): true => true;

export default (task: SeedTask): SeedSummary => runSeed(systems, task);
