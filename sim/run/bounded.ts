import vm from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { liftGuard } from '../kernel/guard.ts';
import { cpuMs, nowMs } from '../kernel/machine.ts';

/** Steps were stopped from outside: by Ctrl-C or a time limit. The run cannot continue. */
export class Interruption extends Error {}

/** Ctrl-C was pressed while steps were taken. */
export class CtrlC extends Interruption {}

/** With less than this share of the time, a thread may have had too little for steps that are sound. */
const STARVED_SHARE = 0.2;

/** The time limit for some steps is over. */
export class TimeOver extends Interruption {
  /** This thread had less than a fifth of the time: the machine was busy, or suspended, and the steps may be sound. */
  readonly starved: boolean;
  /** Processor time of this thread. */
  readonly ranMs: number;

  constructor(elapsedMs: number, ranMs: number) {
    super('the time is over');
    this.ranMs = ranMs;
    this.starved = ranMs < STARVED_SHARE * elapsedMs;
  }
}

/** The only place through which the script can reach our function. */
const BODY = Symbol.for('wavetank.bounded');
const script = new vm.Script(`globalThis[Symbol.for('wavetank.bounded')]()`, { filename: 'bounded.js' });

/**
 * Calls `body` in this thread with a time limit: the engine stops it anywhere, even inside a loop, and also at Ctrl-C if `ctrlC` is
 * set. The limit is wall time; see {@link TimeOver.starved}. Overhead: a sixth of a millisecond.
 * @throws TimeOver, CtrlC
 */
export function bounded<T>(body: () => T, limitMs: number, ctrlC = true): T {
  const outer: unknown = Reflect.get(globalThis, BODY);
  let result: { readonly value: T } | undefined;
  Reflect.set(globalThis, BODY, () => {
    result = { value: body() };
  });
  const [startMs, startCpuMs] = [nowMs(), cpuMs()];
  const stopped = (isTime: boolean): Interruption => {
    liftGuard();
    return isTime ? new TimeOver(nowMs() - startMs, cpuMs() - startCpuMs) : new CtrlC('interrupted');
  };
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
  // The engine loses the fact that it stopped the body if that was amid promise callbacks.
  if (result === undefined) throw stopped(nowMs() - startMs >= limitMs);
  return result.value;
}
