import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** A page's self-contained script and style sheet. */
export interface Bundle {
  readonly script: string;
  readonly style: string;
}

export type ViewerName = 'run' | 'pair' | 'history' | 'web' | 'explorer';
export const VIEWERS: readonly ViewerName[] = ['run', 'pair', 'history', 'web', 'explorer'];

const HERE = import.meta.dirname;
const ROOT = path.join(HERE, '../..');
const CACHE = path.join(ROOT, 'node_modules/.cache/wavetank-pages');

const prebuilt = (name: ViewerName): string => path.join(HERE, name, 'bundle.json');

/** Viewer of a kind of page: prebuilt in the package, or built from the current sources. */
export function bundleOf(name: ViewerName): Bundle {
  if (existsSync(prebuilt(name))) return read(prebuilt(name));
  const cached = path.join(CACHE, `${name}-${digestOfSources()}.json`);
  if (existsSync(cached)) return read(cached);
  const bundle = buildBundle(name);
  try {
    mkdirSync(CACHE, { recursive: true });
    writeWhole(cached, bundle);
  } catch {
    // If the cache is not writable, the bundle is rebuilt each time.
  }
  return bundle;
}

/** Writes all viewers to where {@link bundleOf} finds them in the package. */
export function writePrebuilt(dist: string): void {
  for (const name of VIEWERS) {
    const file = path.join(dist, path.relative(ROOT, prebuilt(name)));
    mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, buildBundle(name));
  }
}

/** Loads the build dependencies lazily: only the repository has them. */
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
    logLevel: 'silent', // errors are thrown
  });
  const text = (ending: string): string =>
    outputFiles.find(({ path: file }) => file.endsWith(ending))?.text.trim() ?? '';
  return { script: text('.js'), style: text('.css') };
}

/** Source folders of the bundles, except packages: a change in one of these files triggers a rebuild. */
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

/** Writes atomically, so that other processes never see a partial file. */
function writeWhole(file: string, bundle: Bundle): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(bundle));
  renameSync(draft, file);
}

const read = (file: string): Bundle => JSON.parse(readFileSync(file, 'utf8')) as Bundle; // written by this file
