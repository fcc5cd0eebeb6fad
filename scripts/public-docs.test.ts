import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { ENTRIES } from './public-api.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The names that a text exports itself, and whether a doc comment stands right before each. */
function documented(text: string): ReadonlyMap<string, boolean> {
  const { program, comments } = parseSync('x.ts', text);
  const docEnds = comments.filter(({ value }) => value.startsWith('*')).map(({ end }) => end);
  const names = new Map<string, boolean>();
  for (const node of program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) continue;
    const has = docEnds.some((end) => end <= node.start && text.slice(end, node.start).trim() === '');
    const { declaration } = node;
    const ids =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.map(({ id }) => id)
        : [declaration.id];
    for (const id of ids) if (id !== null && 'name' in id) names.set(String(id.name), has);
  }
  return names;
}

/** Exports of an entry that have no documentation. */
function undocumentedIn(entry: string): readonly string[] {
  const file = path.join(ROOT, `sim/api/${entry}.ts`);
  const text = readFileSync(file, 'utf8');
  const found: string[] = [...documented(text)]
    .filter(([, has]) => !has)
    .map(([name]) => `${entry}: ${name}`);
  for (const { entries } of parseSync(file, text).module.staticExports) {
    for (const { moduleRequest, importName } of entries) {
      if (moduleRequest === null) continue;
      const source = path.join(path.dirname(file), moduleRequest.value);
      const name = importName.name ?? '';
      if (documented(readFileSync(source, 'utf8')).get(name) !== true) found.push(`${entry}: ${name}`);
    }
  }
  return found;
}

const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
}; // our own file

/** Needs the source of the built-in systems, examples or regressions. */
const NEEDS_REPOSITORY = /--mutant|examples\/|run mutants(?!.*--catalogue FILE)|run seeds/;

/** Commands of a page that the package has as well, and that it shows as only the repository has them. */
const ofRepository = (page: string): readonly string[] =>
  [...page.matchAll(/npm run (\w+)(?: --)?(?= |`)[^`\n]*/g)]
    .filter(
      ([command, name = '']) =>
        scripts[name]?.startsWith('node scripts/start.mjs') && !NEEDS_REPOSITORY.test(command),
    )
    .map(([command]) => command);

const PAGES = readdirSync(path.join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));

describe('pages that the package ships', () => {
  it.each(PAGES)('should show commands as a reader runs them who has only the package: %s', (file) => {
    const text = readFileSync(path.join(ROOT, 'docs', file), 'utf8');
    // what is shown with its output is compared with it elsewhere
    const lines = text.replaceAll(/<!-- shown: [\s\S]*?<!-- end -->/g, '').split('\n');
    // one that shows both ways explains them
    expect(ofRepository(lines.filter((line) => !line.includes('npx wavetank')).join('\n'))).toEqual([]);
  });
});

describe('commands that only the repository has', () => {
  it.each(PAGES)('should be said to be there: %s', (file) => {
    const text = readFileSync(path.join(ROOT, 'docs', file), 'utf8');
    const sections = text.split(/^(?=#+ )/m).filter((section) => section.includes('npm run'));
    const silent = sections.filter((section) => !section.includes('repository'));
    expect(silent.map((section) => section.split('\n')[0])).toEqual([]);
  });
});

describe('files that pages show', () => {
  it('should be shown as they are', () => {
    const page = readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8');
    const shown = [...page.matchAll(/<!-- file: (.*) -->\n```\w+\n([\s\S]*?)```\n<!-- end -->/g)];
    expect(shown).toHaveLength(1);
    for (const [, file = '', text] of shown) expect(text).toBe(readFileSync(path.join(ROOT, file), 'utf8'));
  });
});

/** The whole check, links and members too, is typedoc's: `npm run reference`, in CI. */
describe('what the package exports', () => {
  it.each(ENTRIES)('should be documented: %s', (entry) => {
    expect(undocumentedIn(entry)).toEqual([]);
  });

  it('should be told from what is not', () => {
    const text =
      '/** A. */\nexport const a = 1;\nexport type B = 2;\n// no doc\nexport function c() {}\n/** D. */\nexport class D {}';
    expect([...documented(text)]).toEqual([
      ['a', true],
      ['B', false],
      ['c', false],
      ['D', true],
    ]);
  });
});
