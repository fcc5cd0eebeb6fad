import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { type Bundle, type BundleOptions, bundleOf, complaintOf } from '../../campaign/bundle.ts';
import { ownModule } from '../../files/repository.ts';
import { BadInput } from '../../input/bad-input.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { mutatedBundle } from '../../mutants/mutated-bundle.ts';
import { isSystemFile } from '../../systems/registry.ts';
import { programBundle } from './program-bundle.ts';

/** Wavetank modules that a system file may import. */
const ENTRIES: Readonly<Record<string, string>> = {
  wavetank: 'index',
  'wavetank/invariants': 'invariants',
  'wavetank/systems': 'systems',
  'wavetank/wal': 'wal',
};

/** Worker entry point; for system files, the function that takes systems and a task, and its file. */
const WORKERS = {
  fuzz: { entry: 'sim/campaign/worker', run: 'runToTheEnd', file: 'sim/campaign/late-failures' },
  mutants: { entry: 'sim/mutants/worker', run: 'runSeed', file: 'sim/mutants/run-seed' },
  shrink: { entry: 'sim/shrink/worker', run: 'lookAheadInTurn', file: 'sim/shrink/lookahead-task' },
};

/** Bundles a system file as a module for `outfile` that imports only packages. @throws BadInput with file and line. */
export const systemBundle = (file: string, outfile: string, mutant?: Mutant): Promise<Bundle> =>
  withSystems(path.resolve(file), mutant, { outfile });

/**
 * Builds a worker program with the built-in systems and these system files, and with a mutant if given.
 * @throws BadInput with file and line.
 */
export async function workerProgram(
  worker: keyof typeof WORKERS,
  systems: readonly string[],
  mutant: Mutant | undefined,
  options: Pick<BundleOptions, 'isWhole'> = {},
): Promise<Bundle> {
  const { entry, run, file } = WORKERS[worker];
  const files = systems.filter(isSystemFile);
  if (files.length === 0) {
    return mutant === undefined
      ? ownProgram(entry, options)
      : mutatedBundle(ownModule(entry), mutant, options);
  }
  const text = [
    `import ${JSON.stringify(ownModule('sim/kernel/gates-at-load'))};`, // before the files, which may capture globals
    `import { ${run} } from ${JSON.stringify(ownModule(file))};`,
    `import { systems } from ${JSON.stringify(ownModule('sim/systems/index'))};`,
    ...files.map((each, i) => `import file${i} from ${JSON.stringify(path.resolve(each))};`),
    `const known = new Map([...systems, ${files.map((each, i) => `[${JSON.stringify(each)}, file${i}]`).join(', ')}]);`,
    'export const ready = () => true;',
    `export default (task) => ${run}(known, task);`,
  ];
  return withSystems({ text: text.join('\n') }, mutant, options);
}

/** Our own code stays the same while it runs. */
const ownPrograms = new Map<string, Promise<Bundle>>();

function ownProgram(entry: string, options: Pick<BundleOptions, 'isWhole'>): Promise<Bundle> {
  const key = `${entry} ${options.isWhole === true}`;
  const known = ownPrograms.get(key) ?? bundleOf(ownModule(entry), options);
  ownPrograms.set(key, known);
  return known;
}

/** @throws BadInput with file and line. */
async function withSystems(
  entry: Parameters<typeof bundleOf>[0],
  mutant: Mutant | undefined,
  given: BundleOptions = {},
): Promise<Bundle> {
  // The text of a program for threads is its identity, and that of a mutant differs in our code: both include it.
  const folder = given.outfile === undefined || mutant !== undefined ? undefined : programBundle();
  const options = { ...given, plugins: [ourEntries(folder)], base: process.cwd() };
  if (mutant !== undefined) return mutatedBundle(entry, mutant, options);
  try {
    return await bundleOf(entry, options);
  } catch (error) {
    const complaint = complaintOf(error);
    if (complaint === undefined) throw error;
    const { place, text } = complaint;
    throw new BadInput(place === undefined ? `the file does not compile: ${text}` : `${place}: ${text}`);
  }
}

/** Resolves our modules to those of the program's bundle, which are loaded already; or includes them. */
const ourEntries = (folder: string | undefined): Plugin => ({
  name: 'our-entries',
  setup(plugin) {
    plugin.onResolve({ filter: /^wavetank(\/|$)/ }, ({ path: name }) => {
      const entry = ENTRIES[name];
      if (entry === undefined) {
        const why = `there is no "${name}" for a system file; there are ${Object.keys(ENTRIES).join(', ')}`;
        return { errors: [{ text: why }] };
      }
      if (folder === undefined) return { path: ownModule(`sim/api/${entry}`), sideEffects: false };
      return { path: pathToFileURL(path.join(folder, `wavetank-${entry}.js`)).href, external: true };
    });
  },
});
