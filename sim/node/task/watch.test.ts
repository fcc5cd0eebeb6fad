import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watched } from './watch.ts';

const script = fileURLToPath(new URL('../testing/endless.ts', import.meta.url));
const loader = fileURLToPath(import.meta.resolve('tsx'));

/** Programs that never yield; the third line is where they hang. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'a busy loop': 'let n = 0;\nsetTimeout(function hang() {\n  for (;;) n = Math.sqrt(n + 1);\n}, 5);',
  'a chain of promises':
    'let n = 0;\nsetTimeout(async function hang() {\n  for (;;) { for (let at = 0; at < 5000; at++) n = Math.sqrt(n + at); await n; }\n}, 5);',
  'a chain of ticks':
    'let n = 0;\nsetTimeout(function hang() {\n  for (let at = 0; at < 5000; at++) n = Math.sqrt(n + at);\n  process.nextTick(hang);\n}, 5);',
};

let directory = '';
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'endless-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the watchdog', () => {
  it('should let through what ends', () => {
    expect(watched(() => 5, 1_000)).toBe(5);
    expect(() =>
      watched(() => {
        throw new Error('own');
      }, 1_000),
    ).toThrow('own');
  });

  it.each(Object.keys(PROGRAMS))('should name the line of %s', (title) => {
    const entry = join(directory, 'program.cjs');
    writeFileSync(entry, PROGRAMS[title] ?? '');
    const made = spawnSync(process.execPath, ['--import', loader, script, entry], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(made.stdout || made.stderr).toBe(`step 2: ${entry}:3 in hang\n`);
  });
});
