import vm from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { liftGuard } from '../kernel/guard.ts';
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
  Reflect.set(globalThis, BODY, body);
  const timeout = Math.max(1, Math.ceil(limitMs));
  const limits = Number.isFinite(limitMs) ? { timeout } : {};
  try {
    return script.runInThisContext({ ...limits, breakOnSigint: ctrlC && isMainThread }) as T; // what `body` returns
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT' && code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
    liftGuard();
    throw code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ? new TimeOver('the time is over')
      : new CtrlC('interrupted');
  } finally {
    Reflect.set(globalThis, BODY, outer);
  }
}
