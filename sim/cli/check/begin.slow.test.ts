import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { amount } from '../../testing/long.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'check-from-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

describe('check --out and --from', () => {
  const file = path.join(folder, 'abd-linearizable.json');

  it('should make a run of a counterexample, which sim, replay and report take', {
    timeout: 300_000,
  }, async () => {
    const found = await run('check', '--system', 'abd', '--mutant', 'A01', '--out', folder);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/as a run +.*abd-linearizable\.json: it fails alike at step \d+\n/);
    expect(found.out).toMatch(/next +npm run shrink -- .*abd-linearizable\.json\n$/);
    for (const command of ['sim', 'replay']) {
      const { code, out } = await run(command, file);
      expect([command, code]).toEqual([command, 1]);
      expect(out).toContain('B7 linearizable');
    }
    expect((await run('report', file, '--html', path.join(folder, 'page.html'))).code).toBe(0);
  });

  it('should go on from a step of that run, and find the same in what is left of it', {
    timeout: 300_000,
  }, async () => {
    const { code, out } = await run('check', '--system', 'abd', '--from', `${file}@20`, '--json');
    expect(code).toBe(1);
    const { properties } = JSON.parse(out) as { properties: { name: string; path_length: number | null }[] };
    const { path_length: length } = properties.find(({ name }) => name === 'linearizable') ?? {};
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(10);
  });

  it.each(['abd', 'abd-diskless', 'vsr'])(
    'should find no fault with what may come of runs that go well: %s',
    { timeout: 300_000 },
    async (system) => {
      for (let seed = 1; seed <= amount(1, 30); seed++) {
        const from = `${seed}@${100 * seed}`;
        const limits = [
          '--states',
          `${amount(150, 5_000)}`,
          '--timer',
          system === 'vsr' ? 'view=1' : 'resend=1',
        ];
        const { code, out, err } = await run(
          'check',
          '--system',
          system,
          '--from',
          from,
          ...limits,
          '--lose',
          '1',
        );
        expect([from, code, code === 1 ? out : err], from).toEqual([from, code === 0 ? 0 : 4, '']);
      }
    },
  );

  it.each([
    [['--from', '42'], /^--from 42: a run and a step are needed, such as --from 42@1800\n$/],
    [['--from', '42@9999999'], /^--from 42@9999999: the run ends before that step\n$/],
    [['--from', '42@10', '--clients', '2'], /^--clients: with --from they are those of the run\n$/],
  ])('should refuse %j in one sentence', async (words, sentence) => {
    const { code, err } = await run('check', '--system', 'abd', ...words);
    expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
  });
});
