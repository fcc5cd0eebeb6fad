import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourcesIn } from './import-graph.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** A test with its title in place. Titles that are put together begin in the same way. */
const TITLE = /^\s*(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])(.*?)\1/gm;

/** Folders whose tests are still named otherwise, and who renames them. */
const OTHERWISE: readonly { readonly folder: string; readonly owner: string }[] = [
  { folder: 'src/vsr/', owner: 'w-vsr' },
  { folder: 'src/service/', owner: 'w-vsr' },
];

const titlesIn = (text: string): readonly string[] =>
  [...text.matchAll(TITLE)].map(([, , title = '']) => title);

describe('tests', () => {
  it('should be named by what should be', () => {
    const files = sourcesIn(ROOT)
      .map(({ file }) => file)
      .filter(
        (file) => /\.test\.tsx?$/.test(file) && !OTHERWISE.some(({ folder }) => file.startsWith(folder)),
      );
    const titles = files.flatMap((file) =>
      titlesIn(readFileSync(path.join(ROOT, file), 'utf8')).map((title) => `${file}: ${title}`),
    );
    expect(titles.length).toBeGreaterThan(200);
    expect(titles.filter((title) => !/: should /.test(title))).toEqual([]);
  });

  it('should be found however they are written', () => {
    expect(
      titlesIn(
        "it('a', () => {});\n  test.each([\n  [1, 2],\n])('b %s', () => {});\nit(`c`, { timeout: 1 });",
      ),
    ).toEqual(['a', 'b %s', 'c']);
  });
});
