import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// The program is bundled once, into node_modules/.cache, and again when one of its files has changed. Plain JavaScript, as it runs as it is.

const ROOT = path.resolve(import.meta.dirname, '..');
const CACHE = path.join(ROOT, 'node_modules/.cache/wavetank');
const INPUTS = path.join(CACHE, 'inputs.json');
/** Old bundles are kept so long: a program that runs may not have loaded all of its own yet. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The folder with the bundle of the program as it is. */
export async function programFolder() {
  return cached() ?? (await bundled());
}

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
  const { bundle } = await import('./bundle.mjs');
  mkdirSync(CACHE, { recursive: true });
  removeOld();
  const outdir = path.join(CACHE, `new-${process.pid}`);
  const modules = await bundle({ root: ROOT, outdir, sourcemap: true, placeOf: JSON.stringify });
  mkdirSync(path.join(outdir, 'vocabularies')); // filled by sim/systems/vocabularies.ts
  const own = modules
    .map((file) => path.relative(ROOT, file))
    .filter((file) => !file.includes('node_modules'));
  const files = [...own.sort(), 'scripts/program-cache.mjs', 'scripts/bundle.mjs', 'package-lock.json'];
  const folder = path.join(CACHE, keyOf(files));
  try {
    renameSync(outdir, folder);
  } catch {
    rmSync(outdir, { recursive: true, force: true }); // another one was faster
  }
  const inputs = path.join(CACHE, `inputs-${process.pid}.json`);
  writeFileSync(inputs, JSON.stringify(files));
  renameSync(inputs, INPUTS);
  return folder;
}

function removeOld() {
  for (const name of readdirSync(CACHE)) {
    const file = path.join(CACHE, name);
    if (Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { recursive: true, force: true });
  }
}
