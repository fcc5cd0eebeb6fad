import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const SEEDS = path.join(import.meta.dirname, '../../../seeds');
const registry = { systems, defaultSystem };
const good = JSON.parse(readFileSync(path.join(SEEDS, 'abdicated-alone.json'), 'utf8')) as object;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seeds-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function seeds(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['seeds', ...words], io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

const only = (value: unknown): void => writeFileSync(path.join(folder, 'one.json'), JSON.stringify(value));

describe('seeds', () => {
  it('should all be as they must be', async () => {
    const { code, out } = await seeds('--json');
    const { outcomes } = JSON.parse(out) as { outcomes: { outcome: string }[] };
    expect(outcomes.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(code).toBe(0);
  });

  it('should be stale when the situation is not reached any more', async () => {
    only({ ...good, probes: ['view-change'] });
    const { code, out } = await seeds('--dir', folder);
    expect(code).toBe(1);
    expect(out).toMatch(/~ one\.json {2}no longer reaches view-change/);
  });

  it('should be wrong when what must fail passes', async () => {
    only({ ...good, must: 'fail', mutant: 'NC2', fingerprint: 'I2 x' });
    const { code, out } = await seeds('--dir', folder);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ one\.json {2}must fail with I2 x, but: pass/);
  });

  it('should be wrong when the mutant is not what makes it fail', async () => {
    const { scenario } = good as { scenario: object };
    const fails = { must: 'fail', mutant: 'X01', fingerprint: 'L1 progress' };
    only({ ...good, ...fails, scenario: { ...scenario, stepsMax: 10 } });
    const { code, out } = await seeds('--dir', folder);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ one\.json {2}must pass without its mutant, but: 10 steps were not enough/);
  });

  it('should be wrong when the system does not take their settings any more', async () => {
    const { scenario } = good as { scenario: { settings: object } };
    const settings = { ...scenario.settings, heartbeatUs: 3_600_000_000 };
    only({ ...good, scenario: { ...scenario, settings } });
    const { code, out } = await seeds('--dir', folder);
    expect(code).toBe(1);
    expect(out).toMatch(/its scenario is refused: settings\.viewTimeoutUs: must be twice heartbeatUs/);
  });

  it('should be refused by name when they are not regressions', async () => {
    only({ ...good, must: 'maybe' });
    expect(await seeds('--dir', folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/one\.json: must: /),
    });
    only({ ...good, must: 'fail' });
    expect((await seeds('--dir', folder)).err).toMatch(/needs a mutant and a fingerprint/);
    expect((await seeds('--dir', '/nowhere')).code).toBe(2);
  });
});

describe('shrink', () => {
  const shrink = async (...words: string[]): Promise<{ code: number; out: string; err: string }> => {
    const io = new FakeIo();
    const code = await main(['shrink', ...words], io, registry);
    return { code, out: io.stdout, err: io.stderr };
  };

  it('should write a small run that sim takes, and that fails in the same way', {
    timeout: 120_000,
  }, async () => {
    const file = path.join(folder, 'small.json');
    const { code, out } = await shrink(
      '14',
      '--ops',
      '4',
      '--mutant',
      'V37',
      '--tries',
      '40',
      '--out',
      file,
      '--json',
    );
    expect(code).toBe(0);
    const { before, after, fingerprint } = JSON.parse(out) as {
      before: { messages: number };
      after: { messages: number };
      fingerprint: string;
    };
    expect(after.messages).toBeLessThan(before.messages);
    const io = new FakeIo();
    expect(await main(['sim', file, '--json'], io, registry)).toBe(1);
    expect(JSON.parse(io.stdout)).toMatchObject({ violation: { fingerprint } });
    expect(io.stderr).toBe('');
  });

  it('should refuse what does not fail', async () => {
    const { code, err } = await shrink('18');
    expect(code).toBe(2);
    expect(err).toBe('there is nothing to shrink: seed 18 violates nothing\n');
  });
});
