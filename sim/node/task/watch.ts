import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const BATCH = Symbol.for('wavetank.batch');
const script = new Script('globalThis[Symbol.for("wavetank.batch")]()', { filename: 'batch' });

/** A batch of steps that did not complete. */
export class Endless extends Error {
  constructor(limitMs: number) {
    super(`A program did not give back control within ${limitMs} ms.`);
    this.name = 'Endless';
  }
}

/**
 * Runs a batch of steps under a watchdog, which stops infinite loops and endless chains of promises or ticks. After `Endless`
 * this
 * thread's queues are corrupt: discard the worker.
 */
export function watched<T>(action: () => T, limitMs: number): T {
  let result: { readonly value: T } | undefined;
  const batch = () => {
    result = { value: action() };
  };
  Object.defineProperty(globalThis, BATCH, { value: batch, configurable: true });
  try {
    script.runInThisContext({ timeout: limitMs });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new Endless(limitMs);
    throw error;
  } finally {
    Reflect.deleteProperty(globalThis, BATCH);
  }
  if (result === undefined) throw new Endless(limitMs);
  return result.value;
}

/** A code location where time was spent. */
export interface HotPlace {
  readonly path: string;
  readonly line: number;
  readonly functionName: string;
}

interface ProfileNode {
  readonly callFrame: { readonly url: string; readonly functionName: string; readonly lineNumber: number };

  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[] | undefined;
}

/**
 * Runs `action`, which is known not to end, again under the sampling profiler, and returns the line of the user's code where it
 * spends
 * its time.
 */
export function endlessPlace(
  action: () => void,
  limitMs: number,
  isTank: (path: string) => boolean,
): HotPlace | undefined {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  try {
    watched(action, limitMs);
  } catch (error) {
    if (!(error instanceof Endless)) throw error;
  }
  let nodes: readonly ProfileNode[] = [];
  session.post('Profiler.stop', (_, answer) => {
    nodes = answer.profile.nodes;
  });
  session.disconnect();
  let best: HotPlace | undefined;
  let most = 0;
  for (const { callFrame, positionTicks } of nodes) {
    if (callFrame.url === '' || callFrame.url.startsWith('node:') || isTank(callFrame.url)) continue;
    for (const { line, ticks } of positionTicks ?? []) {
      if (ticks <= most) continue;
      most = ticks;
      best = {
        path: callFrame.url.startsWith('file:') ? fileURLToPath(callFrame.url) : callFrame.url,
        line,
        functionName: callFrame.functionName,
      };
    }
  }
  return best;
}
