import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';
import { sourcesIn } from './import-graph.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Getters in object literals. V8 puts each into a hidden class, where it keeps all that it can reach until a full collection. */
function literalGettersIn(file: string, text: string): readonly string[] {
  const found: string[] = [];
  new Visitor({
    ObjectExpression({ properties }) {
      for (const property of properties)
        if (property.type === 'Property' && property.kind === 'get')
          found.push(`${file}: ${text.slice(property.key.start, property.key.end)}`);
    },
  }).visit(parseSync(file, text).program);
  return found;
}

// 1. a port of faults has a getter 2. each run makes one 3. forks and finished runs survive every scavenge: a fork costs twice as much
it('should keep no run alive by a getter of an object literal', () => {
  const sources = sourcesIn(ROOT).filter(
    ({ file }) => /^(src|sim|invariants)\//.test(file) && !file.includes('.test.'),
  );
  expect(sources.length).toBeGreaterThan(500);
  expect(
    sources.flatMap(({ file }) => literalGettersIn(file, readFileSync(path.join(ROOT, file), 'utf8'))),
  ).toEqual([]);
  expect(literalGettersIn('a.ts', 'const a = { get b() { return 1; } };')).toEqual(['a.ts: b']);
});
