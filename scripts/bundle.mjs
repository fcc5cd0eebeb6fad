import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

// Bundles the program, for the package and for `npm run sim` and the like. Plain JavaScript, as `start.mjs` runs as it is.

const MAIN = 'sim/cli/main.ts';

/** What system files and threads of the program import: it shares the code of the program, which is loaded already. */
const SHARED = {
  'wavetank-index': 'sim/api/index.ts',
  'wavetank-invariants': 'sim/api/invariants.ts',
  'wavetank-systems': 'sim/api/systems.ts',
  'wavetank-wal': 'sim/api/wal.ts',
};

/**
 * Files of the bundle, each with the modules that its roots import when they are loaded and that no file above it has: few files, because
 * each costs a millisecond to load, and no command should load code that it does not run. The rest is split by command.
 * `systems`: `placeIn` tells our own systems from the tank by the name of their file.
 */
const GROUPS = {
  base: [MAIN, 'sim/cli/linearizable/command.ts', 'sim/cli/linearizable/run.ts'],
  core: ['sim/cli/sim/command.ts', 'sim/cli/sim/run.ts', 'sim/cli/shared/system-file.ts'],
  systems: ['sim/systems/index.ts'],
};

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
  /** @type {Map<string, string>} */
  const groupOf = new Map();
  const built = await rolldown({
    input: {
      main,
      ...Object.fromEntries(Object.entries(SHARED).map(([name, file]) => [name, path.join(root, file)])),
    },
    cwd: root,
    platform: 'node',
    preserveEntrySignatures: 'allow-extension',
    external: isExternal,
    plugins: [places(placeOf), grouping(root, groupOf)],
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
      // `main.ts` awaits what it loads, which must not wait for the file that `main.ts` is in
      groups: [{ debugName: 'groups', name: (id) => (id === main ? null : (groupOf.get(id) ?? null)) }],
    },
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])).filter(path.isAbsolute);
}

/**
 * Fills in the group of each module, if it has one.
 * @param {string} root
 * @param {Map<string, string>} groupOf
 * @returns {import('rolldown').Plugin}
 */
const grouping = (root, groupOf) => ({
  name: 'grouping',
  buildEnd() {
    for (const [name, files] of Object.entries(GROUPS)) {
      /** @param {string} id */
      const visit = (id) => {
        const module = this.getModuleInfo(id);
        if (module === null || groupOf.has(id)) return;
        groupOf.set(id, name);
        for (const imported of module.importedIds) visit(imported);
      };
      for (const file of files) visit(path.join(root, file));
    }
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
