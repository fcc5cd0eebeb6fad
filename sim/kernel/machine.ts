import { readFileSync } from 'node:fs';
import { platform } from 'node:process';

/**
 * Functions of the machine that the tank itself needs, captured at load time: a test may later install its own clock and timers,
 * and the guard of a run removes them.
 */

/** Real time in milliseconds, for time limits and progress, never for the behaviour of a run. */
export const nowMs: () => number = performance.now.bind(performance);

const { cpuUsage } = process;
/** Linux counts the CPU time of each thread here, in nanoseconds. */
const THREAD_TIMES = '/proc/thread-self/schedstat';
const NS_PER_MS = 1_000_000;

/** CPU time in milliseconds, to tell a slow handler from a busy machine: of this thread on Linux, elsewhere of the process. */
export function cpuMs(): number {
  if (platform === 'linux')
    try {
      const usedNs = Number.parseInt(readFileSync(THREAD_TIMES, 'latin1'), 10);
      if (usedNs > 0) return usedNs / NS_PER_MS; // 0 where the kernel has its statistics off
    } catch {
      // the kernel was built without them
    }
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** How long the main thread of a process has been ready to run without a CPU, in milliseconds; 0 where the system does not say. */
export function cpuWaitMs(pid: number): number {
  if (platform === 'linux')
    try {
      const [, waitedNs = ''] = readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ');
      return (Number.parseInt(waitedNs, 10) || 0) / NS_PER_MS;
    } catch {
      // it has ended, or the kernel was built without statistics
    }
  return 0;
}

/** Calls back in the next turn of the event loop. */
export const soon: (action: () => void) => void = setImmediate;

/** Yields to other work in this thread. */
export const breathe = (): Promise<void> => new Promise((resolve) => soon(resolve));
