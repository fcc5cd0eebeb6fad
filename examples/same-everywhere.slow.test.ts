import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { amount, some } from '../sim/testing/long.ts';

const print = path.join(import.meta.dirname, 'print-hashes.ts');
const loader = fileURLToPath(import.meta.resolve('tsx'));
const CLUSTERS = some(
  [
    'kv-http/cluster',
    'kv-http/no-sync',
    'kv-http/local-reads',
    'kv-http/no-write-back',
    'queue-ws/cluster',
    'express/cluster',
    'lockfile/cluster',
    'lowdb/cluster',
    'lowdb/process-kill',
    'liferaft/cluster',
  ],
  2,
).map((name) => path.join(import.meta.dirname, `${name}.ts`));
/** A thousand runs in the long form. */
const LAST = amount(1, 100);

function hashes(
  warm: number,
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): readonly string[] {
  const words = ['--import', loader, ...flags, print, String(warm), '1', String(LAST), ...CLUSTERS];
  const made = spawnSync(process.execPath, words, {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      TSX_TSCONFIG_PATH: path.join(import.meta.dirname, '../tsconfig.json'),
      ...env,
    },
    maxBuffer: 10_000_000,
  });
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout.trim().split('\n');
}

describe('runs of programs', () => {
  it('should be the same in another process, time zone, language, heap and folder, and after other seeds', () => {
    const here = hashes(0, [], {}, path.join(import.meta.dirname, '..'));
    const env = { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', HOME: '/nowhere' };
    const flags = ['--max-old-space-size=1500', '--stack-size=2000'];
    const elsewhere = hashes(amount(1, 100), flags, env, tmpdir());
    expect(here).toHaveLength(CLUSTERS.length * LAST);
    expect(elsewhere).toEqual(here);
  });
});
