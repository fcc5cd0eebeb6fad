import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inOwnTurn, type Run, type System, simulate } from 'wavetank';
import { simTest } from 'wavetank/vitest';
import { amount, LONG } from '../sim/testing/long.ts';
import express from './express/cluster.ts';
import liferaft from './liferaft/cluster.ts';
import lockfile from './lockfile/cluster.ts';
import lowdb from './lowdb/cluster.ts';
import lowdbKilled from './lowdb/process-kill.ts';
import queue from './queue-ws/cluster.ts';
import vsrUpgrade from './vsr-upgrade/system.ts';

/** One run, without the check for hidden state: programs may keep state anywhere. */
const run = (system: System, seed: number): Promise<Run> =>
  inOwnTurn(() => simulate(system, { seed, checkDeterminism: false }));

describe('programs that are right', () => {
  simTest('should hand out each job and lose none: queue-ws', queue, { seeds: amount(1, 500) });
  simTest('should count visits: express', express, { seeds: amount(1, 2_000) });
});

describe('two versions of one system', () => {
  simTest('should go together: vsr of this commit and of de1650c', vsrUpgrade, { seeds: amount(10, 2_000) });
});

// docs/found.md names these seeds.
describe('packages of the registry', () => {
  it('should show two holders of one lock: proper-lockfile 4.1.2', async () => {
    const { violation } = await run(lockfile, 72);
    expect(violation?.name).toBe('mutual-exclusion');
  });

  it('should show a file that a power loss emptied, and none that a process kill did: lowdb 7.0.1', async () => {
    expect((await run(lowdb, 1)).violation?.name).toBe('readable-file');
    expect((await run(lowdbKilled, 1)).verdict).toBe('pass');
  });

  it.runIf(LONG)('should be seen to fail alone as after the seeds before it', () => {
    const words = [
      'scripts/start.mjs',
      'sim',
      '--seeds',
      '71..72',
      '--system',
      'examples/lockfile/cluster.ts',
    ];
    const cwd = path.join(import.meta.dirname, '..');
    const { stdout } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
    expect(stdout).toContain('✗ mutual exclusion');
    expect(stdout).not.toContain('it needs the seeds before it');
  });

  it('should show two logs that differ: liferaft 1.0.0', async () => {
    expect((await run(liferaft, 7)).violation?.name).toBe('one-log');
  });
});
