import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleProgram } from './bundle-program.ts';
import { rewriteImports } from './public-api.ts';

// The package: plain ESM and declarations below dist/, file by file as in the repository, and the program in few files below
// dist/bin/, so that it starts fast. `npm run build [folder]`.

const ROOT = path.resolve(import.meta.dirname, '..');
const DIST = path.resolve(ROOT, process.argv[2] ?? 'dist');
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');

/** What is read at run time beside the code: it is in these folders, and is no TypeScript. */
const ASSETS = ['sim/page/run', 'sim/page/history'];

rmSync(DIST, { recursive: true, force: true });
execFileSync(process.execPath, [TSC, '--project', 'tsconfig.build.json', '--outDir', DIST], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const folder of ASSETS) {
  for (const file of readdirSync(path.join(ROOT, folder))) {
    if (/\.(css|js)$/.test(file)) cpSync(path.join(ROOT, folder, file), path.join(DIST, folder, file));
  }
}
// What the program says of itself is found at the same place as in the repository.
const { name, version, type } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
  string,
  string
>; // our own file
writeFileSync(path.join(DIST, 'package.json'), `${JSON.stringify({ name, version, type })}\n`);
rewriteImports(DIST);
await bundleProgram(ROOT, path.join(DIST, 'bin'));
