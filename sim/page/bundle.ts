import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What a page is drawn by: one script and one style sheet that need nothing else. */
export interface Bundle {
  readonly script: string;
  readonly style: string;
}

export type ViewerName = 'run' | 'history' | 'web' | 'explorer';
export const VIEWERS: readonly ViewerName[] = ['run', 'history', 'web', 'explorer'];

const HERE = import.meta.dirname;
const ROOT = path.join(HERE, '../..');
const CACHE = path.join(ROOT, 'node_modules/.cache/wavetank-pages');

const prebuilt = (name: ViewerName): string => path.join(HERE, name, 'bundle.json');

/** The viewer of a kind of pages: that of the package, or one made of the sources as they are now. */
export function bundleOf(name: ViewerName): Bundle {
  if (existsSync(prebuilt(name))) return read(prebuilt(name));
  const cached = path.join(CACHE, `${name}-${digestOfSources()}.json`);
  if (existsSync(cached)) return read(cached);
  const bundle = buildBundle(name);
  try {
    mkdirSync(CACHE, { recursive: true });
    writeWhole(cached, bundle);
  } catch {
    // Where nothing can be written, it is made each time.
  }
  return bundle;
}

/** Puts all viewers where {@link bundleOf} finds them in the package. */
export function writePrebuilt(dist: string): void {
  for (const name of VIEWERS) {
    const file = path.join(dist, path.relative(ROOT, prebuilt(name)));
    mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, buildBundle(name));
  }
}

/** Only the repository has what this needs: it is not loaded before. */
function buildBundle(name: ViewerName): Bundle {
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild'); // its own types
  const { outputFiles } = buildSync({
    entryPoints: [path.join(HERE, name, 'viewer/main.tsx')],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    banner: {
      js: '/* with Preact, (c) 2015-present Jason Miller, and uPlot, (c) 2022 Leon Sorokin, both under the MIT license */',
    },
    outdir: 'out',
    write: false,
    logLevel: 'silent', // what is wrong is thrown
  });
  const text = (ending: string): string =>
    outputFiles.find(({ path: file }) => file.endsWith(ending))?.text.trim() ?? '';
  return { script: text('.js'), style: text('.css') };
}

/** Where all sources of the bundles are, but for packages: a bundle is made anew when one of these files has changed. */
export const SOURCE_FOLDERS: readonly string[] = ['sim/page', 'sim/events', 'sim/text'];

function digestOfSources(): string {
  const hash = createHash('sha256');
  const files = SOURCE_FOLDERS.flatMap((folder) => sourcesBelow(path.join(ROOT, folder)));
  for (const file of [...files, path.join(ROOT, 'package.json')])
    hash
      .update(`${path.relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex').slice(0, 24);
}

const sourcesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort()
    .map((file) => path.join(folder, file));

/** Another process never sees half of it. */
function writeWhole(file: string, bundle: Bundle): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(bundle));
  renameSync(draft, file);
}

const read = (file: string): Bundle => JSON.parse(readFileSync(file, 'utf8')) as Bundle; // written by this file
