import { isContractError } from '../../src/process/contract-error.ts';
import { placeIn } from '../../src/process/place.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import { runTask } from './run-task.ts';
import type { FuzzRun, FuzzTask } from './task.ts';

/** Location of the first rejection, since the last run, of a promise that a handler left behind. */
let late: string | undefined;

process.on('unhandledRejection', (error: unknown) => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  late ??= placeIn(stack) ?? (isContractError(error) ? 'an unknown place' : String(error));
});

/** Runs a task and everything that it leaves behind: a rejected promise changes its result. */
export async function runToTheEnd(systems: ReadonlyMap<string, System>, task: FuzzTask): Promise<FuzzRun> {
  const run = await inOwnTurn(() => runTask(systems, task));
  await new Promise((resolve) => setImmediate(resolve));
  if (late === undefined) return run;
  const nondeterminism = run.nondeterminism ?? `a handler is asynchronous at ${late}`;
  late = undefined;
  return { ...run, verdict: 'error', nondeterminism };
}
