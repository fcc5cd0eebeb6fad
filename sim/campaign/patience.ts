/** A task that waits for a core is given at most so many times its limit. */
const PATIENCE = 4;
/** Less than this share of the limit is not worth another look. */
const ROUGHLY = 0.1;

/** What a task has had when its limit has passed. */
export interface Spent {
  /** Since it began. */
  readonly elapsedMs: number;
  /** Time of all cores that the process got meanwhile. */
  readonly cpuMs: number;
  /** Tasks that run at the same time, this one included. */
  readonly running: number;
}

/**
 * How long a task may go on; 0 when it has had its limit. The limit is meant as time of a core: on a machine that is busy
 * otherwise, or when the process was stopped for a while, a slow run would pass for one that never ends.
 */
export function leftMs(limitMs: number, { elapsedMs, cpuMs, running }: Spent): number {
  if (elapsedMs >= PATIENCE * limitMs) return 0;
  const left = limitMs - Math.min(elapsedMs, cpuMs / running);
  return left < ROUGHLY * limitMs ? 0 : Math.ceil(left);
}

/** Calls `over` once a task that begins now has had its limit. Returns what stops the watch. */
export function whenSpent(limitMs: number, running: () => number, over: () => void): () => void {
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const { user, system } = process.cpuUsage(before);
    const elapsedMs = performance.now() - startMs;
    const left = leftMs(limitMs, { elapsedMs, cpuMs: (user + system) / 1000, running: running() });
    if (left === 0) over();
    else timer = setTimeout(look, left);
  };
  timer = setTimeout(look, limitMs);
  return () => clearTimeout(timer);
}
