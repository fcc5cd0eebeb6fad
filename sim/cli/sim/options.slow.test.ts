import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { toys } from '../testing/toys.ts';

async function sim(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['sim', ...words], io, toys);
  return { code, out: io.stdout, err: io.stderr };
}

let folder = '';
const file = (name: string): string => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sim-options-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('options of one run', () => {
  it('should leave what belongs to one seed out of the command for other seeds', async () => {
    const words = ['3', '--calm', '--edit', 'delay 0>1 #1=0', '--edit', 'delay 0>1 #2=0', '--stream', '2'];
    const { code, out } = await sim(...words);
    expect(code).toBe(0);
    const last = out.trimEnd().split('\n').at(-1) ?? '';
    expect(last).toBe('  next        npm run sim -- --seeds 1..1000 --calm');
    expect((await sim('--seeds', '1..2', '--calm')).code).toBe(0);
  });

  it('should be named in JSON where they had no effect', async () => {
    const options = ['--edit', 'drop 0>1 #999999=1', '--when', 'send Pong', '--then', 'crash'];
    const { out } = await sim('3', '--calm', ...options, '--json');
    expect((JSON.parse(out) as { no_effect: unknown }).no_effect).toEqual([
      '--edit "drop 0>1 #999999" had no effect: the run never came to this decision',
      expect.stringContaining('rule 1 had no effect: "send Pong" never occurred'),
    ]);
  });

  it('should take negative values where a decision has them', async () => {
    expect((await sim('3', '--edit', 'clock-jump 0 #1=-5')).code).toBe(0);
  });

  it('should say when options change the run of a failure file', async () => {
    const failing = file('greedy.json');
    const io = new FakeIo();
    await main(['shrink', '7', '--system', 'greedy', '--tries', '20', '--out', failing], io, toys);
    const same = await sim(failing);
    expect(same).toMatchObject({ code: 1, err: '' });
    const changed = 'the options change the run of the file: what it recorded is not compared\n';
    const options = [failing, '--ops', '9', '--clients', '5'];
    expect((await sim(...options)).err).toBe(changed);
    const reporting = new FakeIo();
    await main(['report', ...options, '--html', file('greedy.html')], reporting, toys);
    expect(reporting.stderr).toBe(changed);
  });
});
