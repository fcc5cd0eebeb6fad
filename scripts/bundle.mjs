import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

// Bundles the program, for the package and for `npm run sim` and the like. Plain JavaScript, as `start.mjs` runs as it is.

const MAIN = 'sim/cli/main.ts';

/** Modules that nearly every run needs, with all that they import: one file, because each file costs a millisecond to load. */
const CORE = [MAIN, 'sim/cli/sim/command.ts', 'sim/cli/sim/run.ts', 'sim/cli/shared/system-file.ts'];

/** Our own systems have a file of their own: `placeIn` tells them from the tank by it. */
const SYSTEMS = ['sim/systems/index.ts'];

/** Packages that every command loads. Loaded file by file they took a quarter of the time of a short command, mostly for languages of zod. */
const BUNDLED = /^(chalk|commander|crc-32|msgpackr|seedrandom|zod)(\/|$)/;

/** Other packages; `#` is what a package calls its own modules. @param {string} id */
const isExternal = (id) => !/^[.#]/.test(id) && !path.isAbsolute(id) && !BUNDLED.test(id);

/**
 * The program in a few files in `outdir`, of which `main.js` starts it: it loads what a command needs, and no more.
 * A module that asks where it is gets the place that `placeOf` gives for its file, as an expression.
 * @param {{ root: string, outdir: string, sourcemap: boolean, placeOf: (file: string) => string }} options
 * @returns {Promise<readonly string[]>} the files that are in it
 */
export async function bundle({ root, outdir, sourcemap, placeOf }) {
  const main = path.join(root, MAIN);
  /** @type {Set<string>} */ const core = new Set();
  /** @type {Set<string>} */ const systems = new Set();
  const built = await rolldown({
    input: { main },
    cwd: root,
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    external: isExternal,
    plugins: [places(placeOf), withImports(root, CORE, core), withImports(root, SYSTEMS, systems)],
    // what `sim` loads on demand, other commands load at once
    onwarn: (warning, warn) => (warning.code === 'INEFFECTIVE_DYNAMIC_IMPORT' ? undefined : warn(warning)),
  });
  const { output } = await built.write({
    dir: outdir,
    format: 'esm',
    keepNames: true,
    sourcemap,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        // `main.ts` awaits what it loads, which must not wait for the file that `main.ts` is in
        { name: 'core', test: (id) => core.has(id) && id !== main },
        { name: 'systems', test: (id) => systems.has(id) && !core.has(id) },
      ],
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])).filter(path.isAbsolute);
}

/**
 * Adds files to `found`, with all that they import when they are loaded.
 * @param {string} root
 * @param {readonly string[]} files
 * @param {Set<string>} found
 * @returns {import('rolldown').Plugin}
 */
const withImports = (root, files, found) => ({
  name: 'with-imports',
  buildEnd() {
    /** @param {string} id */
    const visit = (id) => {
      const module = this.getModuleInfo(id);
      if (module === null || found.has(id)) return;
      found.add(id);
      for (const imported of module.importedIds) visit(imported);
    };
    for (const file of files) visit(path.join(root, file));
  },
});

/**
 * @param {(file: string) => string} placeOf
 * @returns {import('rolldown').Plugin}
 */
const places = (placeOf) => ({
  name: 'places',
  load(file) {
    if (!/\.tsx?$/.test(file)) return null;
    const text = readFileSync(file, 'utf8');
    if (!/\bimport\.meta\.(dirname|filename)\b/.test(text)) return null;
    const code = text.replaceAll(/\bimport\.meta\.(dirname|filename)\b/g, (_, what) =>
      placeOf(what === 'filename' ? file : path.dirname(file)),
    );
    return { code, moduleType: file.endsWith('x') ? 'tsx' : 'ts' };
  },
});
