import { isContractError } from '../../src/process/contract-error.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import { placeIn } from '../words/place.ts';
import { runTask } from './run-task.ts';
import type { FuzzRun, FuzzTask } from './task.ts';

/** Where the first promise failed that a handler made and left behind, since the last run. */
let late: string | undefined;

process.on('unhandledRejection', (error: unknown) => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  late ??= placeIn(stack) ?? (isContractError(error) ? 'an unknown place' : String(error));
});

/** Carries out a task, and all that it leaves behind: a promise that failed makes it another run. */
export async function runToTheEnd(systems: ReadonlyMap<string, System>, task: FuzzTask): Promise<FuzzRun> {
  const run = await inOwnTurn(() => runTask(systems, task));
  await new Promise((resolve) => setImmediate(resolve));
  if (late === undefined) return run;
  const nondeterminism = run.nondeterminism ?? `a handler is asynchronous at ${late}`;
  late = undefined;
  return { ...run, verdict: 'error', nondeterminism };
}
