import { cpuWaitMs } from '../kernel/machine.ts';
import { PATIENCE_MAX } from '../run/patiently.ts';

/**
 * A time limit for processes of this machine. Time during which one of them was ready to run and waited for a CPU does not count:
 * a busy machine is no fault of theirs. Even then the limit is at most `PATIENCE_MAX` times as long.
 */
export class RecoveryLimit {
  private readonly limitMs: number;
  private readonly beganMs: number;
  private waitedMs = 0;
  private last: ReadonlyMap<number, number>;

  constructor(limitMs: number, nowMs: number, pids: Iterable<number>) {
    this.limitMs = limitMs;
    this.beganMs = nowMs;
    this.last = waitsOf(pids);
  }

  /** Returns true when the time is over. Call it often: between two calls, the process that waited longest counts. */
  isOver(nowMs: number, pids: Iterable<number>): boolean {
    const waits = waitsOf(pids);
    let longestMs = 0;
    for (const [pid, waitMs] of waits)
      longestMs = Math.max(longestMs, waitMs - (this.last.get(pid) ?? waitMs));
    this.last = waits;
    this.waitedMs += longestMs;
    const elapsedMs = nowMs - this.beganMs;
    return elapsedMs - this.waitedMs > this.limitMs || elapsedMs > PATIENCE_MAX * this.limitMs;
  }
}

function waitsOf(pids: Iterable<number>): ReadonlyMap<number, number> {
  const waits = new Map<number, number>();
  for (const pid of pids) waits.set(pid, cpuWaitMs(pid));
  return waits;
}
