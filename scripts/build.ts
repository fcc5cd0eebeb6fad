import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writePrebuilt } from '../sim/page/bundle.ts';
import { systems } from '../sim/systems/index.ts';
import { writeVocabularies } from '../sim/systems/vocabularies.ts';
import { bundleProgram } from './bundle-program.ts';
import { rewriteImports } from './public-api.ts';

// The package: plain ESM and declarations below dist/, file by file as in the repository, and the program in few files below
// dist/bin/, so that it starts fast. `npm run build [folder]`.

const ROOT = path.resolve(import.meta.dirname, '..');
const DIST = path.resolve(ROOT, process.argv[2] ?? 'dist');
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');

rmSync(DIST, { recursive: true, force: true });
// `npm run types` checks; here it would take most of the time. One checker: each of several finds out anew what declarations need.
const options = ['--project', 'tsconfig.build.json', '--outDir', DIST, '--noCheck', '--checkers', '1'];
execFileSync(process.execPath, [TSC, ...options], { cwd: ROOT, stdio: 'inherit' });
// Pages are drawn by bundles: whoever installs the package needs no bundler for them.
writePrebuilt(DIST);
// What the rules of our own systems may name is found out now, and not at each start.
writeVocabularies(path.join(DIST, 'sim/systems'), systems.values());
// What the program says of itself is found at the same place as in the repository.
const { name, version, type } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
  string,
  string
>; // our own file
writeFileSync(path.join(DIST, 'package.json'), `${JSON.stringify({ name, version, type })}\n`);
rewriteImports(DIST);
await bundleProgram(ROOT, path.join(DIST, 'bin'));
