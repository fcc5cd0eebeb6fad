import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../sim/cli/program.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { LONG } from '../sim/testing/long.ts';

const DOCS = path.join(import.meta.dirname, '../docs');
const page = readFileSync(path.join(DOCS, 'own-systems.md'), 'utf8');
const before = process.cwd();
const folder = mkdtempSync(path.join(os.tmpdir(), 'own-systems-'));
beforeAll(() => {
  cpSync(path.join(DOCS, 'tutorial'), folder, { recursive: true });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const commands = [...page.matchAll(/^npx wavetank (.*)$/gm)].map(([, command = '']) => command);

async function run(command: string): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const short = LONG ? command : command.replace(/--seeds 1\.\.\d+/, '--seeds 1..20');
  const code = await main(short.split(' '), io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

describe('docs/own-systems.md', () => {
  it('should show its file as it is', () => {
    const shown = [...page.matchAll(/<!-- file: (.*) -->\n```\w+\n([\s\S]*?)```\n<!-- end -->/g)];
    expect(shown.map(([, name]) => name)).toEqual(['logged.ts']);
    for (const [, name = '', text] of shown)
      expect(text).toBe(readFileSync(path.join(DOCS, 'tutorial', name), 'utf8'));
  });

  it('should have commands that do what it says', { timeout: 120_000 }, async () => {
    const [sound = '', eager = '', covered = '', ...others] = commands;
    expect(others).toEqual([]);
    expect(await run(sound)).toMatchObject({ code: 0, err: '' });
    const found = await run(eager);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/W1 answered-is-durable|I17 linearizability/);
    const { code, out } = await run(covered);
    expect(code).toBe(0);
    expect(out).toMatch(/^ +(coverage +)?logged\.ts: [\d.]+ % of \d+ lines ran · never \d+/m);
  });

  it('should name what the code has', () => {
    const file = readFileSync(path.join(DOCS, 'tutorial/logged.ts'), 'utf8');
    for (const [, name = ''] of page.matchAll(/^- `(\w+)\(/gm)) expect(file).toContain(`${name}(`);
    for (const name of ['ctx.stop(', 'ctx.point(', 'ctx.probe(', 'ctx.observe(', 'tank.durable('])
      expect([name, page.includes(name), file.includes(name)]).toEqual([name, true, true]);
  });
});
