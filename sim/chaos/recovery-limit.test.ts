import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { cpuWaitMs } from '../kernel/machine.ts';
import { RecoveryLimit } from './recovery-limit.ts';

const LIMIT_MS = 1000;

it('should end after the limit where nobody waits for a CPU', () => {
  const limit = new RecoveryLimit(LIMIT_MS, 0, []);
  expect(limit.isOver(LIMIT_MS, [])).toBe(false);
  expect(limit.isOver(LIMIT_MS + 1, [])).toBe(true);
});

it('should know no wait of an unknown process, or of one that has gone', () => {
  const limit = new RecoveryLimit(LIMIT_MS, 0, [2 ** 30]);
  expect(limit.isOver(LIMIT_MS, [2 ** 30])).toBe(false);
  expect(limit.isOver(LIMIT_MS + 1, [])).toBe(true);
});

it.runIf(platform() === 'linux')('should not count the time in which a process waits for a CPU', async () => {
  const busy = Array.from({ length: 2 }, () =>
    spawn('taskset', ['-c', '0', process.execPath, '-e', 'for(;;);'], { stdio: 'ignore' }),
  );
  try {
    await sleep(300);
    const pids = busy.map(({ pid }) => pid ?? 0);
    const before = pids.map(cpuWaitMs);
    const limit = new RecoveryLimit(LIMIT_MS, 0, pids);
    await sleep(1500);
    const waitedMs = Math.min(...pids.map((pid, i) => cpuWaitMs(pid) - (before[i] ?? 0)));
    expect(waitedMs).toBeGreaterThan(0);
    expect(limit.isOver(LIMIT_MS + waitedMs / 2, pids)).toBe(false);
    expect(limit.isOver(8 * LIMIT_MS + 1, pids)).toBe(true); // a limit all the same
  } finally {
    for (const each of busy) each.kill('SIGKILL');
  }
});
