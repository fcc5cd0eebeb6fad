import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// `npm run sim` and the like: starts `sim/cli/main.ts` in half of the time that a loader takes which compiles file by file. The program is
// bundled once, into node_modules/.cache, and again when one of its files has changed. Plain JavaScript, as it runs as it is.

const ROOT = path.resolve(import.meta.dirname, '..');
const CACHE = path.join(ROOT, 'node_modules/.cache/wavetank');
const INPUTS = path.join(CACHE, 'inputs.json');
/** Old bundles are kept so long: a program that runs may not have loaded all of its own yet. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** @param {readonly string[]} files */
function keyOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = statSync(path.join(ROOT, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The bundle of the files as they are; undefined when there is none. */
function cached() {
  try {
    const folder = path.join(CACHE, keyOf(JSON.parse(readFileSync(INPUTS, 'utf8'))));
    return statSync(folder).isDirectory() ? folder : undefined;
  } catch {
    return undefined;
  }
}

async function bundled() {
  const { build } = await import('esbuild');
  mkdirSync(CACHE, { recursive: true });
  removeOld();
  const outdir = path.join(CACHE, `new-${process.pid}`);
  const { metafile } = await build({
    entryPoints: [path.join(ROOT, 'sim/cli/main.ts')],
    outdir,
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    metafile: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    sourceRoot: ROOT,
    plugins: [realPlaces],
  });
  mkdirSync(path.join(outdir, 'vocabularies')); // filled by sim/systems/vocabularies.ts
  const files = Object.keys(metafile.inputs).sort();
  const folder = path.join(CACHE, keyOf([...files, 'scripts/start.mjs', 'package-lock.json']));
  try {
    renameSync(outdir, folder);
  } catch {
    rmSync(outdir, { recursive: true, force: true }); // another one was faster
  }
  const inputs = path.join(CACHE, `inputs-${process.pid}.json`);
  writeFileSync(inputs, JSON.stringify([...files, 'scripts/start.mjs', 'package-lock.json']));
  renameSync(inputs, INPUTS);
  return folder;
}

/** A module that asks where it is gets its place in the repository. */
const realPlaces = {
  name: 'real-places',
  /** @param {import('esbuild').PluginBuild} plugin */
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!/\bimport\.meta\.(dirname|filename)\b/.test(text)) return undefined;
      const contents = text.replaceAll(/\bimport\.meta\.(dirname|filename)\b/g, (_, what) =>
        JSON.stringify(what === 'filename' ? file : path.dirname(file)),
      );
      return { contents, loader: file.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

function removeOld() {
  for (const name of readdirSync(CACHE)) {
    const file = path.join(CACHE, name);
    if (Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { recursive: true, force: true });
  }
}

process.setSourceMapsEnabled(true);
module.enableCompileCache?.();
const folder = cached() ?? (await bundled());
await import(pathToFileURL(path.join(folder, 'main.js')).href);
