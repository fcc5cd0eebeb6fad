import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { CatalogueError } from './catalogue-error.ts';
import type { Mutant } from './mutant.ts';
import { mutate, type Replacement, ROOT } from './source.ts';

/** A program in memory: one module that imports nothing but packages. */
export interface Bundle {
  readonly code: string;
  /** Absolute paths of the files that it was made of. */
  readonly files: ReadonlySet<string>;
}

/** The program of `entry` as the tree has it. */
export const bundleOf = (entry: string): Promise<Bundle> => bundle(entry, undefined);

/** The same with one file mutated. @throws CatalogueError when the mutant does not compile. */
export async function mutatedBundle(entry: string, mutant: Mutant): Promise<Bundle> {
  try {
    return await bundle(entry, mutate(mutant));
  } catch (error) {
    const why = isBuildFailure(error) ? error.errors[0]?.text : undefined;
    if (why === undefined) throw error;
    throw new CatalogueError(`mutant ${mutant.id}: the mutated ${mutant.file} does not compile: ${why}`);
  }
}

async function bundle(entry: string, replacement: Replacement | undefined): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline', // for threads that were started to read it
    sourcesContent: false,
    // The pool tries require() first. A thread that is stopped while it so evaluates a module takes the whole process along
    // (Node 20.20 asserts in AppendExceptionLine); a module with an await cannot be required, and is imported.
    banner: { js: 'await null;' },
    logLevel: 'silent',
    plugins: [packagesByUrl, ...(replacement === undefined ? [] : [replacing(replacement)])],
  });
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    files: new Set(Object.keys(metafile.inputs).map((file) => path.resolve(ROOT, file))),
  };
}

const replacing = ({ file, contents }: Replacement): Plugin => ({
  name: 'mutant',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, (args) => (args.path === file ? { contents, loader: 'ts' } : undefined));
  },
});

/** Packages are no part of a bundle, and a module without a place on disk finds them by URL only. */
export const packagesByUrl: Plugin = {
  name: 'packages-by-url',
  setup(plugin) {
    plugin.onResolve({ filter: /^[^./]/ }, async (args) => {
      if (args.pluginData === packagesByUrl || args.kind === 'entry-point') return undefined;
      if (args.path.startsWith('node:')) return { path: args.path, external: true };
      const { kind, resolveDir } = args;
      const found = await plugin.resolve(args.path, { kind, resolveDir, pluginData: packagesByUrl });
      return found.errors.length > 0 ? found : { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);
