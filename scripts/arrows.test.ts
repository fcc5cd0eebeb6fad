import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { circlesOf, isTest, sourceOf, sourcesIn } from './import-graph.ts';
import { layoutOf } from './layout.ts';
import { CIRCLES, ROOMS, TOO_LONG } from './rooms.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

describe('the table of rooms', () => {
  it('should let no room use one that stands below it', () => {
    const above = new Set<string>();
    for (const { path, uses, types = [] } of ROOMS) {
      expect([...uses, ...types].filter((room) => !above.has(room))).toEqual([]);
      above.add(path);
    }
  });

  it('should know no protocol in the rooms that a run is made of', () => {
    const tank = ROOMS.slice(
      ROOMS.findIndex((room) => room.path === 'sim/words'),
      ROOMS.findIndex((room) => room.path === 'sim/node'),
    );
    const protocol = /^src\/(vsr|register|service)$|^invariants\/(vsr|register)$/;
    expect(tank.length).toBeGreaterThan(5);
    expect(
      tank.flatMap(({ uses, types = [] }) => [...uses, ...types]).filter((room) => protocol.test(room)),
    ).toEqual([]);
  });
});

/** Words that only Viewstamped Replication uses, in any spelling. */
const PROTOCOL_WORDS =
  /\b(?:prepareok|doviewchange|startview\w*|requeststartview|getstate|newstate|viewstamps?|logview|commitmax|abdicat\w*|prevote|viewchange\w*)\b/i;

/** The code of a file without its comments, which may take an example from a protocol. */
function codeIn(file: string, text: string): string {
  let code = text;
  for (const { start, end } of parseSync(file, text).comments.reverse())
    code = code.slice(0, start) + code.slice(end);
  return code;
}

describe('the code', () => {
  const layout = layoutOf(sourcesIn(ROOT));

  it('should not speak of a protocol outside of its system, its invariants and its bugs', () => {
    const own = /^sim\/(systems|mutants|check\/systems)\/|testing\/|\.test\.tsx?$/;
    const files = sourcesIn(ROOT).filter(({ file }) => file.startsWith('sim/') && !own.test(file));
    expect(files.length).toBeGreaterThan(500);
    const spoken = files.flatMap(({ file }) => {
      const word = PROTOCOL_WORDS.exec(
        codeIn(file, readFileSync(path.join(ROOT, file), 'utf8')).replaceAll('_', ''),
      );
      return word === null ? [] : [`${file}: ${word[0]}`];
    });
    expect(spoken).toEqual([]);
  });

  it('should have no imports but those that the table allows', () => {
    expect(layout.wrong).toEqual([]);
  });

  it('should have no circles of files, type imports included', () => {
    const unknown = layout.fileCircles.filter((circle) => !CIRCLES.some(({ file }) => circle.includes(file)));
    expect(unknown).toEqual([]);
  });

  it('should have no file that is too long', () => {
    expect(layout.sizes.tooLong.filter(({ file }) => !TOO_LONG.some((known) => known.file === file))).toEqual(
      [],
    );
  });
});

describe('import graph', () => {
  const imports = (text: string): readonly string[] =>
    sourceOf('a/b.ts', text).imports.map(
      ({ to, typeOnly, lazy }) => `${to}${typeOnly ? ' types' : ''}${lazy ? ' lazy' : ''}`,
    );

  it('should see every kind of import, and which of them are of types only', () => {
    expect(imports(`import { x, type Y } from './x.ts';\nimport type { Z } from '../z.ts';`)).toEqual([
      'a/x.ts',
      'z.ts types',
    ]);
    expect(imports(`import './run.ts';\nexport * from './all.ts';`)).toEqual(['a/run.ts', 'a/all.ts']);
    expect(imports(`export type { T } from './t.ts';\nimport { type U } from './u.ts';`)).toEqual([
      'a/u.ts types',
      'a/t.ts types',
    ]);
    expect(imports(`const late = await import('./late.ts');\nimport 'vitest';`)).toEqual(['a/late.ts lazy']);
  });

  it('should find circles and nothing else', () => {
    const graph = new Map(
      Object.entries({ a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['e'] }).map(([node, next]) => [
        node,
        new Set(next),
      ]),
    );
    expect(circlesOf(graph)).toEqual([['a', 'b', 'c'], ['e']]);
  });

  it('should know what is for tests only', () => {
    expect(['a/x.test.ts', 'sim/page/x.test.tsx', 'a/testing/x.ts', 'src/vsr/testing.ts'].every(isTest)).toBe(
      true,
    );
    expect(['a/x.ts', 'scripts/test.ts', 'a/contesting.ts'].some(isTest)).toBe(false);
  });
});

describe('layout', () => {
  const rooms = [
    { path: 'low', holds: '', uses: [] },
    { path: 'mid', holds: '', uses: [], types: ['low'] },
    { path: 'high', holds: '', uses: ['low'] },
  ];
  const wrongOf = (file: string, text: string): readonly string[] =>
    layoutOf([sourceOf(file, text)], rooms, []).wrong;

  it('should refuse an arrow that runs up', () => {
    expect(wrongOf('low/a.ts', `import type { H } from '../high/h.ts';`)).toEqual([
      'low/a.ts imports types of high/h.ts',
    ]);
    expect(wrongOf('high/a.ts', `import { low } from '../low/l.ts';`)).toEqual([]);
  });

  it('should tell values from types', () => {
    expect(wrongOf('mid/a.ts', `import { low } from '../low/l.ts';`)).toEqual(['mid/a.ts imports low/l.ts']);
    expect(wrongOf('mid/a.ts', `import type { Low } from '../low/l.ts';`)).toEqual([]);
  });

  it('should refuse files outside of the rooms, and test helpers in what is no test', () => {
    expect(wrongOf('attic/a.ts', '')).toEqual(['attic/a.ts is in no room']);
    expect(wrongOf('high/a.ts', `import { x } from './testing/x.ts';`)).toEqual([
      'high/a.ts imports high/testing/x.ts, which is for tests only',
    ]);
    expect(wrongOf('high/a.test.ts', `import { x } from './testing/x.ts';`)).toEqual([]);
  });

  it('should excuse what is named, and say when nothing needs the excuse any more', () => {
    const excuse = (from: string) => ({ from, to: 'high/', owner: 'me', until: 'later' });
    const source = sourceOf('low/a.ts', `import { h } from '../high/h.ts';`);
    const { wrong, excused, needless } = layoutOf([source], rooms, [excuse('low/'), excuse('mid/')]);
    expect(wrong).toEqual([]);
    expect([...excused.values()]).toEqual([1]);
    expect(needless).toEqual([excuse('mid/')]);
  });
});
