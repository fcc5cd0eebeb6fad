import { readFileSync } from 'node:fs';
import { platform } from 'node:process';

/**
 * Functions of the machine that the tank itself needs, captured at load time: a test may later install its own clock and timers,
 * and
 * the guard of a run removes them.
 */

/** Real time in milliseconds, for time limits and progress, never for the behaviour of a run. */
export const nowMs: () => number = performance.now.bind(performance);

const { cpuUsage } = process;
/** Linux counts the CPU time of each thread here, in nanoseconds. */
const THREAD_TIMES = '/proc/thread-self/schedstat';

/** CPU time of this thread in milliseconds, for time limits that a busy machine must not shorten; where no thread is counted on its own, of the process. */
export function cpuMs(): number {
  if (platform === 'linux')
    try {
      return Number.parseInt(readFileSync(THREAD_TIMES, 'latin1'), 10) / 1e6;
    } catch {
      // a kernel that does not count it
    }
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** Calls back in the next turn of the event loop. */
export const soon: (action: () => void) => void = setImmediate;

/** Yields to other work in this thread. */
export const breathe = (): Promise<void> => new Promise((resolve) => soon(resolve));
