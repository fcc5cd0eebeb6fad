import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { asJson, asSource, quoted } from './layout-text.ts';

const SEEDS = path.join(import.meta.dirname, '../../../seeds');

describe('layout', () => {
  it('should be that of the regressions, which the linter has seen', () => {
    for (const name of readdirSync(SEEDS)) {
      const text = readFileSync(path.join(SEEDS, name), 'utf8');
      expect(asJson(JSON.parse(text))).toBe(text);
    }
  });

  it('should quote keys and texts as source does', () => {
    expect(asSource({ a: 1, 'drop 0>1 #2': [true, 'x'], c: {} })).toBe(
      "{\n  a: 1,\n  'drop 0>1 #2': [true, 'x'],\n  c: {},\n}",
    );
    expect(quoted('say "it"')).toBe(`'say "it"'`);
    expect(quoted("it's")).toBe(`"it's"`);
    expect(quoted('a\\"b')).toBe(`'a\\\\"b'`);
  });
});
