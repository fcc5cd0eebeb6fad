import { isContractError } from '../../src/process/contract-error.ts';
import { placeIn } from '../misuse/place.ts';
import type { FuzzRun } from './task.ts';

/** Where the first promise failed that a handler made and left behind, since the last run. */
let late: string | undefined;

process.on('unhandledRejection', (error: unknown) => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  late ??= placeIn(stack) ?? (isContractError(error) ? 'an unknown place' : String(error));
});

/** The run, once all that it has left behind has come to its end: a promise that failed makes it another one. */
export async function withLateFailures(run: FuzzRun): Promise<FuzzRun> {
  await new Promise((resolve) => setImmediate(resolve));
  if (late === undefined) return run;
  const nondeterminism = run.nondeterminism ?? `a handler is asynchronous at ${late}`;
  late = undefined;
  return { ...run, verdict: 'error', nondeterminism };
}
