import { type Failure, readFailure } from '../replay/failure-file.ts';
import type { System } from '../scenario/system.ts';
import { type Run, simulate } from './simulate.ts';

/** The run of a failure file, made again. */
export interface Replay extends Run {
  /** Whether it is the run of the file, step by step; with other code it may be another one. */
  readonly same: boolean;
}

/**
 * Makes the run of a failure file again: of `fuzz` or `shrink`, by its path or as it was read.
 * @throws Error in one sentence when the file is none.
 */
export function replay(system: System, failure: Failure | string): Replay {
  const { scenario, edits, hash, seed } = typeof failure === 'string' ? readFailure(failure) : failure;
  const run = simulate(system, { seed, scenario, edits });
  return { ...run, same: hash === null || hash === run.hash };
}
