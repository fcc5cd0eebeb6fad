import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonOf } from './json.ts';

const TEXTS = {
  object: '{"b": 1, "a": [1, {"c": null}], "2": -0, "1": 1e400, "text": "\u2028\\u2028"}',
  prototype: '{"__proto__": {"a": 1}, "b": 2}',
  'an escaped prototype': '{"\\u005F_proto__": {"a": 1}}',
  text: '"a text"',
  twice: '{"a": 1, "a": 2}',
};

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'json-')), 'a.json');
  writeFileSync(path, text);
  return path;
}

describe('JSON modules', () => {
  it.each(Object.entries(TEXTS))('should have the value that JSON.parse gives, each time: %s', (_, text) => {
    const path = fileOf(text);
    for (let time = 0; time < 4; time++) {
      const value = jsonOf(path);
      expect(value).toStrictEqual(JSON.parse(text));
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
    }
  });

  it('should be new values each time, all the way down', () => {
    const path = fileOf('{"list": [{"a": 1}]}');
    for (let time = 0; time < 4; time++) {
      const value = jsonOf(path) as { list: { a: number; b?: number }[] }; // written above
      expect(value).toStrictEqual({ list: [{ a: 1 }] });
      value.list[0] = { a: 2 };
      value.list.push({ a: 3 });
    }
  });

  it('should refuse what is no JSON, each time, even where it is JavaScript', () => {
    const path = fileOf('{a: 1}');
    for (let time = 0; time < 3; time++) expect(() => jsonOf(path)).toThrow(SyntaxError);
  });
});
