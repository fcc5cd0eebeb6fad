import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VSR_MEMORY_PROBES, VSR_PROBES } from './vsr-situations.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PROBES = new Set<string>([...VSR_PROBES, ...VSR_MEMORY_PROBES]);

/** The rows of the table of features in docs/vsr.md, by cell: what stands there in backquotes. */
function rows(): string[][][] {
  const page = readFileSync(join(ROOT, 'docs/vsr.md'), 'utf8');
  const [, section = ''] = page.split('## What of Viewstamped Replication is there');
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) =>
    line
      .split('|')
      .slice(2, 5)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
  );
}

describe('the table of features in docs/vsr.md', () => {
  it('should name code, tests and probes that there are', () => {
    const table = rows();
    expect(table.length).toBeGreaterThan(15);
    for (const [code = [], tests = [], probes = []] of table) {
      expect([code.length > 0, tests.length > 0, probes.length > 0]).toEqual([true, true, true]);
      for (const file of code)
        expect(`${file} ${existsSync(join(ROOT, 'src/vsr', file))}`).toBe(`${file} true`);
      for (const file of tests) expect(`${file} ${existsSync(join(ROOT, file))}`).toBe(`${file} true`);
      for (const probe of probes) expect(`${probe} ${PROBES.has(probe)}`).toBe(`${probe} true`);
    }
  });
});
