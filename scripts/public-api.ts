import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The entries of the package, by their names in `sim/api`. */
export const ENTRIES = ['index', 'client', 'invariants', 'systems', 'vitest', 'wal'] as const;

/** Writes declarations of all that the package exports to `folder`, as a compiler finds them there. */
export function emitDeclarations(folder: string): void {
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = [
    '--project',
    'tsconfig.build.json',
    '--outDir',
    folder,
    '--emitDeclarationOnly',
    '--noCheck',
  ];
  execFileSync(process.execPath, [tsc, ...options], { cwd: ROOT, stdio: 'inherit' });
  rewriteImports(folder);
}

/** The compiler rewrites the endings of imports in code, and leaves those in declarations. */
export function rewriteImports(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const rewritten = text.replaceAll(/((?:from|import\()\s*['"]\.[^'"]+)\.ts(['"])/g, '$1.js$2');
    if (rewritten !== text) writeFileSync(file, rewritten);
  }
}

/** Files of declarations that one file leads to, itself included, by their path below `folder`. */
function reachable(folder: string, entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const file of found) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g))
      found.add(path.posix.join(path.posix.dirname(file), `${specifier}.d.ts`));
  }
  return [...found].sort();
}

/** All declarations that an entry leads to, in one text and without comments: the view of its users, and whatever breaks them. */
export function publicApi(folder: string, entry: (typeof ENTRIES)[number]): string {
  return reachable(folder, `sim/api/${entry}.d.ts`)
    .map((file) => `// ${file}\n${withoutComments(readFileSync(path.join(folder, file), 'utf8'))}`)
    .join('\n');
}

const withoutComments = (text: string): string =>
  text.replaceAll(/^\s*\/\*[\s\S]*?\*\/\n/gm, '').replaceAll(/^\s*\/\/.*\n/gm, '');
