import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { some } from '../../testing/long.ts';
import { main } from '../program.ts';
import { counterFile, type Parts } from '../testing/counter-file.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'misuse-later-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a promise that a later seed leaves behind', () => {
  it('should end the command with one sentence', () => {
    const beside = 'async function later(ctx: any) { await null; ctx.now(); }';
    const file = path.join(folder, 'late.ts');
    writeFileSync(file, counterFile({ beside, onAsk: 'if (state.n > 300) void later(ctx);' }));
    const main = path.join(import.meta.dirname, '../../../scripts/start.mjs');
    const words = [main, 'sim', '--seeds', '2..40', '--system', file];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^a handler is asynchronous: the context of process 0 was used outside .*, at later \(late\.ts:3\)\n$/,
    );
  });
});

describe('a failure that needs the seeds before it', () => {
  const file = path.join(folder, 'across.ts');
  const main = path.join(import.meta.dirname, '../../../scripts/start.mjs');
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [main, ...words, '--system', file], { encoding: 'utf8' });

  /** Where it may live: what counts starts, and the count. */
  const places = [
    ['a variable of the module', 'let starts = 0;', '++starts'],
    ['a collection', 'const starts = new Set<object>();', 'starts.add({}).size'],
    ['a field of a class', 'class Starts { static count = 0; }', '++Starts.count'],
    ['a closure', 'const next = (() => { let count = 0; return () => ++count; })();', 'next()'],
    ['a property of a function', 'const next = Object.assign(() => ++next.count, { count: 0 });', 'next()'],
  ] as const;
  it.each(some(places, 1))(
    'should be told so, and lead to a command that shows it: %s',
    (_, beside, count) => {
      const replica = `{ ...server, start() { if (${count} > 40) throw new Error('tired'); } }`;
      writeFileSync(file, counterFile({ beside, replica }));
      const { status, stdout } = run('sim', '--seeds', '1..40');
      expect(status).toBe(3);
      expect(stdout).toMatch(
        /✗ a process panicked\n[\s\S]*\n✗ it needs the seeds before it\n {2}seed \d+ goes another way alone: /,
      );
      const again = [...stdout.matchAll(/again +npm run sim -- (.*)\n/g)].map(([, command]) => command);
      expect(again).toHaveLength(2);
      expect(again[0]).toBe(again[1]);
      expect(again[0]).toMatch(/^--seeds 1\.\.\d+ /);
    },
  );
});

describe('a campaign over a process that is written wrong', () => {
  const fuzzed = async (parts: Parts, ...more: string[]): Promise<{ code: number; out: string }> => {
    const file = path.join(folder, 'fuzzed.ts');
    writeFileSync(file, counterFile(parts));
    const io = new FakeIo();
    const out = path.join(folder, 'campaign');
    rmSync(out, { recursive: true, force: true });
    const words = ['fuzz', '--system', file, '--seeds', '3..4', '--workers', '1', '--out', out, ...more];
    const code = await main(words, io, { systems, defaultSystem });
    return { code, out: io.stdout };
  };
  const endless = 'if (state.n === 5) for (;;) state.n = 5;';

  it('should report a handler that never returns, with its seed', async () => {
    const { code, out } = await fuzzed({ onAsk: endless }, '--run-seconds', '1');
    expect(code).toBe(1);
    expect(out).toMatch(/✗ seed 3 {2}the run does not end: a handler never returns/);
    expect(out).toMatch(/next +npm run sim -- .*-hang-[0-9a-f]+\.json --log debug\n$/);
  });

  it('should report hidden state in its first seed', async () => {
    const { code, out } = await fuzzed({ beside: 'let total = 0;', onAsk: 'state.n = ++total;' });
    expect(code).toBe(3);
    expect(out).toMatch(/✗ seed 3 {2}not the same in every run: state outside the state object at replica 0/);
    expect(out).toMatch(/1 failed/);
  });

  it('should report promises that are made later, and fail later', async () => {
    const beside = 'async function later(ctx: any) { await null; ctx.now(); }';
    const { code, out } = await fuzzed(
      { beside, onAsk: 'if (state.n > 300) void later(ctx);' },
      ...['--seeds', '1..40'],
    );
    expect(code).toBe(3);
    expect(out).toMatch(/not the same in every run: a handler is asynchronous at later \(fuzzed\.ts:3\)/);
  });
});
