import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

const ROOT = path.resolve(import.meta.dirname, '..');

/** An export of an entry, with what the code says of it. */
interface Export {
  readonly name: string;
  readonly kind: string;
  readonly about: string;
}

/** docs/api.md with what each entry of the package exports, between two comments. */
export const apiPage = (page: string, entries: readonly string[]): string =>
  page.replace(
    /<!-- exports -->\n[\s\S]*<!-- end -->/,
    () => `<!-- exports -->\n${apiTables(entries)}<!-- end -->`,
  );

const apiTables = (entries: readonly string[]): string =>
  entries
    .flatMap((entry) => [
      `## ${entry === 'index' ? 'wavetank' : `wavetank/${entry}`}`,
      '',
      '| export | | |',
      '|---|---|---|',
      ...exportsOf(entry).map(({ name, kind, about }) => `| \`${name}\` | ${kind} | ${about} |`),
      '',
    ])
    .join('\n');

function exportsOf(entry: string): readonly Export[] {
  const file = path.join(ROOT, `sim/api/${entry}.ts`);
  const own = declared(file);
  const found = [...own.values()];
  for (const { entries } of parseSync(file, readFileSync(file, 'utf8')).module.staticExports) {
    for (const { moduleRequest, importName, exportName } of entries) {
      if (moduleRequest === null) continue;
      const source = declared(path.join(path.dirname(file), moduleRequest.value));
      const name = exportName.name ?? '';
      const there = source.get(importName.name ?? name);
      found.push({ kind: '', about: '', ...there, name });
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a file exports itself, by name. */
function declared(file: string): ReadonlyMap<string, Export> {
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const docs = comments.filter(({ value }) => value.startsWith('*'));
  const found = new Map<string, Export>();
  for (const node of program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) continue;
    const doc = docs.findLast(({ end }) => end <= node.start && text.slice(end, node.start).trim() === '');
    const { declaration } = node;
    const ids =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.map(({ id }) => id)
        : [declaration.id];
    const kind = KINDS[declaration.type] ?? '';
    const about = firstSentence(doc?.value ?? '');
    for (const id of ids)
      if (id !== null && 'name' in id) found.set(String(id.name), { name: String(id.name), kind, about });
  }
  return found;
}

const KINDS: Readonly<Record<string, string>> = {
  FunctionDeclaration: 'function',
  ClassDeclaration: 'class',
  VariableDeclaration: 'value',
  TSInterfaceDeclaration: 'type',
  TSTypeAliasDeclaration: 'type',
};

/** Of a comment, without stars, links and what would end a cell. */
function firstSentence(comment: string): string {
  const text = comment
    .replaceAll(/^\s*\*+ ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\{@link (\w+)(?:\.\w+)?\}/g, '`$1`')
    .trim()
    .replace(/ ?@(throws|param|returns).*$/, '');
  const end = text.search(/\.(?= [A-Z`])/);
  return (end < 0 ? text : text.slice(0, end + 1)).replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
