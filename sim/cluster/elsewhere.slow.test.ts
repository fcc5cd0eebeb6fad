import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const CLUSTER = path.join(ROOT, 'examples/queue-ws/cluster.ts');
const SEED = 3;

interface Printed {
  readonly hash: string;
  readonly steps: number;
}

/** Runs in a separate process, as the command line does. */
function run(words: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = ROOT): Printed {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...words, path.join(ROOT, 'scripts/start.mjs'), 'sim', String(SEED), '--system', CLUSTER, '--json'],
    { cwd, encoding: 'utf8', env: { ...process.env, ...env } },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Printed; // the output format of --json
}

describe('a run of programs in another process', () => {
  it('should be the same, whatever the zone, the language, the heap and the directory', () => {
    const { hash, steps } = run([]);
    expect(steps).toBeGreaterThan(100);
    const env = { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', HOME: '/nowhere' };
    const other = run(['--max-old-space-size=200', '--stack-size=2000'], env, tmpdir());
    expect(other.hash).toBe(hash);
  });
});
