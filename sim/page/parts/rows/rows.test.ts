import { describe, expect, it } from 'vitest';
import { RowTops } from './row-tops.ts';
import { lineCount, linesOf } from './wrap.ts';

describe('wrapping', () => {
  const texts = [
    '',
    'short',
    'one two three four five',
    'x'.repeat(95),
    `${'word '.repeat(30)}end`,
    '日本語のテキスト',
    'a 😀😀😀😀😀😀 b',
  ];

  it('should lose nothing but the spaces it breaks at, and keep to the width', () => {
    for (const text of texts) {
      for (const columns of [3, 10, 20, 100]) {
        const lines = linesOf(text, columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        expect(lineCount(text, columns)).toBe(Math.max(1, lines.length));
      }
    }
  });

  it('should break at spaces rather than within words', () => {
    expect(linesOf('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });
});

describe('rows of different heights', () => {
  it('should know where each stands, and which one covers a place', () => {
    const tops = new RowTops([18, 36, 18], 3);
    expect([0, 1, 2, 3].map((row) => tops.top(row))).toEqual([0, 18, 54, 72]);
    expect([-5, 0, 17, 18, 53, 54, 71, 500].map((y) => tops.at(y))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
    expect(new RowTops([], 0).heightPx).toBe(0);
  });
});
