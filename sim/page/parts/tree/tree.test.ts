import { describe, expect, it } from 'vitest';
import type { Tree } from '../../../page/recording/tree.ts';
import { applied } from '../../../page/recording/tree-apply.ts';
import { differences, pathText } from './differences.ts';
import { shortText } from './short-text.ts';
import { SubjectFinder } from './subject-finder.ts';
import { subjectsOf } from './subjects.ts';

const log = Array.from({ length: 60 }, (_, i) => ({
  op: i + 1,
  view: 2,
  body: { key: `k${i % 5}`, value: `v${i}` },
}));
const state: Tree = {
  view: 2,
  commit: 40,
  log,
  table: { $map: { '"k3"': 'v8', '"k4"': 'v9' } },
  config: [0, 1, 2],
};

describe('applied changes', () => {
  it('should leave the tree before as it was, and share what is equal', () => {
    const before = JSON.stringify(state);
    const after = applied(state, [{ at: ['log', 3, 'body', 'value'], to: 'other' }]);
    expect(JSON.stringify(state)).toBe(before);
    expect(differences(state, after)).toEqual([
      { path: ['log', 3, 'body', 'value'], before: 'v3', after: 'other' },
    ]);
    expect((after as { log: Tree[] }).log[4]).toBe(log[4]); // an object with a log
  });
});

describe('differences', () => {
  it('should name each place that is other, new or gone', () => {
    const found = differences(
      { a: 1, b: [1, 2], c: { $map: { '3': 1 } } },
      { a: 1, b: [1], c: { $map: { '3': 2 } }, d: 4 },
    );
    expect(found.map(({ path, before, after }) => [pathText(path), before, after])).toEqual([
      ['b[1]', 2, undefined],
      ['c.3', 1, 2],
      ['d', undefined, 4],
    ]);
  });
});

describe('short text', () => {
  it('should say what a value is, and what is left out of it', () => {
    expect(shortText(state, 4000)).toMatch(
      /^\{view: 2, commit: 40, log: \[\{op: 1, .* …52 more\], table: Map\{"k3" → "v8"/,
    );
    expect(shortText(state, 40)).toHaveLength(40);
    expect(shortText({ $set: { '1': true, '"a"': true } }, 40)).toBe('Set{1, "a"}');
    expect(shortText({ $bytes: '01ff', $length: 2 }, 40)).toBe('2 bytes 01ff');
  });
});

describe('subjects', () => {
  const placesIn = (sentence: string): readonly string[] =>
    new SubjectFinder(subjectsOf([sentence])).placesIn(state).map(({ path }) => pathText(path));

  it('should find the entry that a violation names, not the head of the log', () => {
    expect(placesIn('the log has op 41 = put(k3 = v17) committed in view 2 at step 18,204')[0]).toBe('view');
    expect(placesIn('the log has op 41 committed in view 2')).toContain('log[40]');
    expect(placesIn('client 2 read v17')).toEqual(['log[17]']);
    // Of many, the last ones.
    expect(placesIn('client 2 reads "k3"')).toEqual(['log[58]', 'log[53]', 'log[48]', 'table."k3"']);
  });

  it('should find nothing where nothing is named', () => {
    expect(placesIn('replica 1 does not answer at step 40')).toEqual([]);
    expect(placesIn('')).toEqual([]);
  });
});
