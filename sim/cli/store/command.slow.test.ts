import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const registry = { systems, defaultSystem };
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(words, io, registry);
  return { code, out: io.stdout, err: io.stderr };
}

describe('store', () => {
  it('should be told by fuzz, and by whoever adds a folder later, to the same end', async () => {
    const [live, later] = [path.join(folder, 'live.db'), path.join(folder, 'later.db')];
    const out = path.join(folder, 'campaign');
    const words = ['--seeds', '1..20', '--system', 'register-naive', '--workers', '1', '--out', out];
    expect((await run('fuzz', ...words, '--store', live)).code).toBe(1);
    const { code, out: said, err } = await run('store', 'add', out, '--store', later);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(said).toMatch(/^✓ added {2}\S+: 20 runs, \d+ findings?\n {2}next +npm run web -- --store \S+\n$/);
    const list = async (store: string): Promise<{ findings: { state: string; runSteps: number }[] }> =>
      JSON.parse((await run('store', 'list', '--store', store, '--json')).out); // its output
    const found = await list(live);
    expect(found.findings.length).toBeGreaterThan(0);
    expect(found.findings[0]).toMatchObject({ state: 'new', runSteps: expect.any(Number) });
    expect(await list(later)).toEqual(found);

    const lines = path.join(folder, 'all.jsonl');
    await run('store', 'export', '--store', live, '--out', lines);
    expect(await run('store', 'add', lines, '--store', path.join(folder, 'copy.db'))).toMatchObject({
      code: 0,
    });
    expect((await run('store', 'export', '--store', path.join(folder, 'copy.db'))).out).toBe(
      readFileSync(lines, 'utf8'),
    );
    expect((await run('store', 'list', '--store', live)).out).toMatch(
      /\n {2}new +[0-9a-f]{8} {2}register-naive: /,
    );
  });

  const refused: readonly (readonly [words: string[], says: RegExp])[] = [
    [['list', '--store', '/nowhere/x.db'], /^\/nowhere\/x\.db: there is no such store\n$/],
    [['add', '/nowhere'], /^\/nowhere cannot be read \(ENOENT\)\n$/],
    [['add', os.tmpdir()], /holds no campaign\n$/],
    [['lend'], /unknown command/],
  ];
  for (const [words, says] of refused) {
    it(`should refuse: ${says.source}`, async () => {
      const store =
        words.includes('--store') || words[0] === 'lend' ? [] : ['--store', path.join(folder, 'refused.db')];
      const { code, out, err } = await run('store', ...words, ...store);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(says);
    });
  }

  it('should refuse lines that are no store, with their number, and take none of them', async () => {
    const file = path.join(folder, 'bad.jsonl');
    const store = path.join(folder, 'bad.db');
    writeFileSync(file, '{"wavetank":"store","version":1}\n{"table":"findings","row":{"mark":"a"}}\n');
    const { code, err } = await run('store', 'add', file, '--store', store);
    expect(code).toBe(2);
    expect(err).toMatch(/bad\.jsonl:2: .*NOT NULL/);
    expect((await run('store', 'list', '--store', store)).out).toMatch(/^0 findings\n/);
  });
});
