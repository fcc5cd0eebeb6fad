/** Upper bound on wall time, as a multiple of the limit, for a task that is starved of CPU. */
const PATIENCE = 4;
/** A remainder below this share of the limit counts as used up. */
const ROUGHLY = 0.1;

/** Time that a task has used so far. */
export interface Spent {
  /** Wall time since it began. */
  readonly elapsedMs: number;
  /** CPU time of the whole process since then. */
  readonly cpuMs: number;
  /** Number of tasks running at once, including this one. */
  readonly running: number;
}

/**
 * Time that a task may still take; 0 when its limit is used up. The limit is CPU time: by wall time, a slow run on a busy machine,
 * or in a process that was suspended for a while, would be reported as a hang.
 */
export function leftMs(limitMs: number, { elapsedMs, cpuMs, running }: Spent): number {
  if (elapsedMs >= PATIENCE * limitMs) return 0;
  const left = limitMs - Math.min(elapsedMs, cpuMs / running);
  return left < ROUGHLY * limitMs ? 0 : Math.ceil(left);
}

/** Calls `over` once a task that begins now has used up its limit. Returns a function that cancels this. */
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
