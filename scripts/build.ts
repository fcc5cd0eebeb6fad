import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writePrebuilt } from '../sim/page/bundle.ts';

// The package: plain ESM and declarations below dist/, file by file as in the repository. `npm run build [folder]`.

const ROOT = path.resolve(import.meta.dirname, '..');
const DIST = path.resolve(ROOT, process.argv[2] ?? 'dist');
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');

rmSync(DIST, { recursive: true, force: true });
execFileSync(process.execPath, [TSC, '--project', 'tsconfig.build.json', '--outDir', DIST], {
  cwd: ROOT,
  stdio: 'inherit',
});
// Pages are drawn by bundles: whoever installs the package needs no bundler for them.
writePrebuilt(DIST);
// What the program says of itself is found at the same place as in the repository.
const { name, version, type } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
  string,
  string
>; // our own file
writeFileSync(path.join(DIST, 'package.json'), `${JSON.stringify({ name, version, type })}\n`);
for (const file of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.d.ts')) withJsImports(path.join(DIST, file));
}
const main = path.join(DIST, 'sim/cli/main.js');
writeFileSync(main, `#!/usr/bin/env node\n${readFileSync(main, 'utf8')}`);
chmodSync(main, 0o755);

/** The compiler rewrites the endings of imports in code, and leaves those in declarations. */
function withJsImports(file: string): void {
  const text = readFileSync(file, 'utf8');
  const rewritten = text.replaceAll(/((?:from|import\()\s*['"]\.[^'"]+)\.ts(['"])/g, '$1.js$2');
  if (rewritten !== text) writeFileSync(file, rewritten);
}
