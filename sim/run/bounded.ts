import vm from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { liftGuard } from '../kernel/guard.ts';
import { nowMs } from '../kernel/machine.ts';
import { Interruption } from './run.ts';

/** Somebody pressed Ctrl-C while steps were taken. */
export class CtrlC extends Interruption {}

/** The time for some steps is over. */
export class TimeOver extends Interruption {}

/** The one place at which a script can reach a function of ours. */
const BODY = Symbol.for('wavetank.bounded');
const script = new vm.Script(`globalThis[Symbol.for('wavetank.bounded')]()`, { filename: 'bounded.js' });

/**
 * Calls `body` in this thread, for so long and no longer: the engine stops it in the middle of a loop, wherever it is, and at
 * Ctrl-C as well unless that is somebody else's. It takes a sixth of a millisecond.
 * @throws TimeOver, CtrlC
 */
export function bounded<T>(body: () => T, limitMs: number, ctrlC = true): T {
  const outer: unknown = Reflect.get(globalThis, BODY);
  let result: { readonly value: T } | undefined;
  Reflect.set(globalThis, BODY, () => {
    result = { value: body() };
  });
  const startMs = nowMs();
  const timeout = Math.max(1, Math.ceil(limitMs));
  const limits = Number.isFinite(limitMs) ? { timeout } : {};
  try {
    script.runInThisContext({ ...limits, breakOnSigint: ctrlC && isMainThread });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT' && code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
    throw stopped(code === 'ERR_SCRIPT_EXECUTION_TIMEOUT');
  } finally {
    Reflect.set(globalThis, BODY, outer);
  }
  // The engine forgets that it stopped the body when that was in the middle of the callbacks of promises.
  if (result === undefined) throw stopped(nowMs() - startMs >= limitMs);
  return result.value;
}

function stopped(isTime: boolean): Interruption {
  liftGuard();
  return isTime ? new TimeOver('the time is over') : new CtrlC('interrupted');
}
