import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The entries of the package, by their names in `sim/api`. */
export const ENTRIES = ['index', 'invariants', 'systems', 'vitest'] as const;

/** Writes declarations of all that the package exports to `folder`, as a compiler finds them there. */
export function emitDeclarations(folder: string): void {
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = ['--project', 'tsconfig.build.json', '--outDir', folder, '--emitDeclarationOnly'];
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

/** All declarations that an entry leads to, in one text and without comments: what its users can see, and what breaks them. */
export async function publicApi(folder: string, entry: (typeof ENTRIES)[number]): Promise<string> {
  const bundle = await rolldown({
    input: path.join(folder, `sim/api/${entry}.d.ts`),
    external: [/^node:/, 'zod', 'vitest'],
    plugins: [dts({ dtsOnly: true, generator: 'oxc', tsconfig: false })],
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output
    .map((file) => ('code' in file ? file.code : ''))
    .join('')
    .replaceAll(/^\s*\/\*[\s\S]*?\*\/\n/gm, '')
    .replaceAll(/^\s*\/\/.*\n/gm, '');
}
