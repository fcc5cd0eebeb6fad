import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { sourcesIn } from './import-graph.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** A test with its title in place. Titles that are put together begin in the same way. */
const TITLE = /^\s*(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])(.*?)\1/gm;

/** Calls that tell real time, which says more about the machine than about the code: speed is for `npm run bench`. */
const STOPWATCHES = ['performance.now', 'Date.now', 'process.hrtime', 'process.cpuUsage'];

function stopwatchesIn(file: string, text: string): readonly string[] {
  const found: string[] = [];
  new Visitor({
    CallExpression({ callee }) {
      const name = text.slice(callee.start, callee.end);
      if (STOPWATCHES.includes(name)) found.push(`${file}: ${name}`);
    },
  }).visit(parseSync(file, text).program);
  return found;
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const titlesIn = (text: string): readonly string[] =>
  [...text.matchAll(TITLE)].map(([, , title = '']) => title);

const tests = sourcesIn(ROOT)
  .map(({ file }) => file)
  .filter((file) => /\.test\.tsx?$/.test(file));

describe('tests', () => {
  it('should be named by what should be', () => {
    const titles = tests.flatMap((file) => titlesIn(read(file)).map((title) => `${file}: ${title}`));
    expect(titles.length).toBeGreaterThan(200);
    expect(titles.filter((title) => !/: should /.test(title))).toEqual([]);
  });

  it('should not look at a stopwatch', () => {
    expect(tests.flatMap((file) => stopwatchesIn(file, read(file)))).toEqual([]);
  });

  it('should be read however they are written', () => {
    const each = 'test.each([\n  [1, 2],\n])';
    expect(titlesIn(`it('a', () => {});\n  ${each}('b %s', () => {});`)).toEqual(['a', 'b %s']);
    expect(stopwatchesIn('a.ts', "const ms = Date.now(); run('Date.now()');")).toEqual(['a.ts: Date.now']);
  });
});
