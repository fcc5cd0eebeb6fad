import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHistory } from '../../invariants/linearizability/formats/format.ts';
import { servedScenario, servingOf } from '../served/serving.ts';
import { defaultSystem, systems } from '../systems/index.ts';
import { vsr } from '../systems/vsr.ts';
import { amount } from '../testing/long.ts';
import { runChaos } from './run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-chaos-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = { entry: path.resolve(import.meta.dirname, '../../scripts/start.mjs'), execArgv: [] };

describe('real processes under real faults', () => {
  it('should answer as one store, and have executed the same everywhere', {
    timeout: 1_800_000,
  }, async () => {
    const result = await runChaos({
      serving: servingOf(vsr, servedScenario(vsr, 3)),
      words: ['--system', 'vsr', '--log', 'warn'],
      systems: async () => ({ systems, defaultSystem }),
      seed: '6',
      durationMs: amount(4000, 600_000),
      clients: 4,
      folder,
      record: true,
      program: PROGRAM,
      signal: new AbortController().signal,
      progress: () => {},
    });
    expect(result.findings).toEqual([]);
    expect(result.verdict).toBe('pass');
    expect(result.operations.ok).toBeGreaterThan(20);
    expect(result.executed).toBeGreaterThan(10);
    expect(result.recordedSteps).toBeGreaterThan(100);
    expect(Object.keys(result.faults).length).toBeGreaterThan(0);
    // The stored history can be judged independently.
    const { history } = readHistory(readFileSync(path.join(folder, 'history.jsonl')), {
      keywordsAsText: false,
    });
    expect(history.size).toBeGreaterThan(20);
  });

  // A terminal sends Ctrl-C to the whole group of processes; only POSIX has those.
  it.skipIf(process.platform === 'win32')(
    'should find nothing when it is interrupted from a terminal',
    {
      timeout: 300_000,
    },
    async () => {
      const words = [
        'chaos',
        '--minutes',
        '5',
        '--seed',
        '6',
        '--json',
        '--data',
        path.join(folder, 'stopped'),
      ];
      const chaos = spawn(process.execPath, [PROGRAM.entry, ...words], { detached: true });
      let out = '';
      chaos.stdout.on('data', (part: Buffer) => {
        out += part.toString();
      });
      const ended = new Promise<number | null>((resolve) => chaos.on('close', resolve));
      const calls = path.join(folder, 'stopped', '0.recording');
      while (!existsSync(calls)) await new Promise((resolve) => setTimeout(resolve, 100));
      await new Promise((resolve) => setTimeout(resolve, 1000)); // the clients begin
      process.kill(-(chaos.pid ?? 0), 'SIGINT');
      expect(await ended).toBe(130);
      expect(JSON.parse(out)).toMatchObject({ verdict: 'interrupted', findings: [] });
    },
  );
});
