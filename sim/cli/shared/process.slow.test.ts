import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../run/run.ts';
import { drawScenario } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';

const MAIN = path.join(import.meta.dirname, '../../../scripts/start.mjs');

function sim(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [MAIN, 'sim', ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}

describe('sim as a process', () => {
  it('should give the same hash in two processes, silent and at trace, with and without --json, and in-process', () => {
    const { hash } = simulate(vsr, drawScenario('7', vsr));
    const silent = sim('7', '--json', '--log', 'silent');
    expect(silent.status).toBe(0);
    expect(silent.stderr).toBe('');
    expect(JSON.parse(silent.stdout)).toMatchObject({ hash, verdict: 'pass' });
    const traced = sim('7', '--log', 'trace');
    expect(traced.status).toBe(0);
    expect(traced.stdout).toContain(`hash ${hash}`);
    expect(traced.stderr.split('\n').length).toBeGreaterThan(100);
  });

  it('should compare with a process of its own when determinism is checked', () => {
    const { status, stdout } = sim('3', '--ops', '3', '--check-determinism');
    expect(status).toBe(0);
    expect(stdout).toContain('in one in a process of its own');
  });

  it('should tell the shell what is wrong with its input', () => {
    const { status, stdout, stderr } = sim('--seeds', '9..1');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('--seeds 9..1: the first seed must not be greater than the last\n');
  });

  it('should end quietly when its reader goes away', () => {
    const command = `"${process.execPath}" "${MAIN}" sim 7 --log trace 2>&1 | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });
});
