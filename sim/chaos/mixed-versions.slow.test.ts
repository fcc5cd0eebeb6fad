import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { servedScenario, servingOf } from '../served/serving.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { vsr } from '../systems/vsr.ts';
import { amount } from '../testing/long.ts';
import { runChaos } from './run.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-mixed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const old = path.join(folder, 'old');

/** Whether the previous commit could be checked out: that needs git, and its history. */
function hasPrevious(): boolean {
  try {
    const archive = execFileSync('git', ['archive', 'HEAD~1'], {
      cwd: ROOT,
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    execFileSync('mkdir', ['-p', old]);
    execFileSync('tar', ['x', '-C', old], { input: archive });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(old, 'node_modules'));
    return true;
  } catch {
    return false;
  }
}

const program = (of: string) => ({ entry: path.join(of, 'scripts/start.mjs'), execArgv: [] });
const DIFFERENT = /has messages of format \d+, and you of format|has files of format/;

// Without the history of git the test is listed as skipped.
describe.skipIf(!hasPrevious())('the previous commit and this one', () => {
  it('should work as one group through a rolling upgrade, or refuse each other in one sentence', {
    timeout: 1_800_000,
  }, async () => {
    const data = path.join(folder, 'data');
    const running = runChaos({
      serving: servingOf(vsr, servedScenario(vsr, 3)),
      words: ['--system', 'vsr', '--log', 'info'],
      systems: async () => ({ systems, defaultSystem }),
      seed: '3',
      durationMs: amount(6000, 600_000),
      clients: 4,
      folder: data,
      record: false,
      program: program(ROOT),
      old: program(old),
      only: ['version', 'rolling-restart', 'kill'],
      signal: new AbortController().signal,
      progress: () => {},
    });
    const result = await running.catch(() => undefined);
    const logs = readdirSync(data).filter((name) => name.endsWith('.log'));
    if (logs.some((name) => DIFFERENT.test(readFileSync(path.join(data, name), 'utf8')))) {
      expect(result?.verdict).not.toBe('pass');
      return; // they refuse each other, and say why
    }
    expect(result?.findings).toEqual([]);
    expect(result?.operations.ok).toBeGreaterThan(20);
    expect(result?.executed).toBeGreaterThan(10);
    const { version = 0, 'rolling-restart': rolling = 0 } = result?.faults ?? {};
    expect(version + rolling).toBeGreaterThan(0);
  });
});
