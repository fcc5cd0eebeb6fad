import { runSeed, type SeedSummary, type SeedTask } from '../run-seed.ts';
import { echo } from './echo.ts';

export const ready = (): true => true;

export default (task: SeedTask): SeedSummary => runSeed(new Map([[echo.name, echo]]), task);
