import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** One file that names another one. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Nothing is left of it once types are stripped. */
  readonly typeOnly: boolean;
  /** By `import()`, which may run later or never. */
  readonly lazy: boolean;
}

/** A source file and what it imports, by paths from the root with `/`. */
export interface Source {
  readonly file: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

const FOLDERS = ['src', 'invariants', 'sim', 'examples', 'scripts'];

/** Tests and what only tests use: they may import anything, and nothing else may import them. */
export const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing(\/|\.ts$)/.test(file);

/** All TypeScript files of the code below `root`. */
export function sourcesIn(root: string): readonly Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join(folder, file.replaceAll('\\', '/')))
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
      .sort()
      .map((file) => sourceOf(file, readFileSync(path.join(root, file), 'utf8'))),
  );
}

/** The relative imports of a file: static, re-exported and lazy ones, types among them. */
export function sourceOf(file: string, text: string): Source {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, lazy: boolean): void => {
    if (!specifier.startsWith('.')) return;
    imports.push({ from: file, to: path.posix.join(path.posix.dirname(file), specifier), typeOnly, lazy });
  };
  for (const { moduleRequest, entries } of module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType), false);
  for (const { entries } of module.staticExports) {
    const [first] = entries;
    if (first?.moduleRequest == null) continue; // something of its own
    add(
      first.moduleRequest.value,
      entries.every(({ isType }) => isType),
      false,
    );
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^'([^']*)'$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] !== undefined) add(literal[1], false, true);
  }
  return { file, lines: text.split('\n').length - 1, imports };
}

/**
 * Groups of nodes that can all reach each other, the largest first: the circles of a graph (Tarjan's algorithm, without
 * recursion's depth being a concern at a few hundred files).
 */
export function circlesOf(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const circles: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    let lowest = index.size - 1;
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next);
        lowest = Math.min(lowest, low.get(next) ?? lowest);
      } else if (onStack.has(next)) {
        lowest = Math.min(lowest, index.get(next) ?? lowest);
      }
    }
    low.set(node, lowest);
    if (lowest !== index.get(node)) return;
    const circle = stack.splice(stack.indexOf(node));
    for (const member of circle) onStack.delete(member);
    if (circle.length > 1 || graph.get(node)?.has(node) === true) circles.push(circle.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return circles.sort((a, b) => b.length - a.length);
}
