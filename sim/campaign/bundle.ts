import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Loader, type Plugin } from 'esbuild';
import { ROOT } from '../files/repository.ts';

/** A program in memory: a single module that imports only packages. */
export interface Bundle {
  readonly code: string;
  /** Absolute paths of its source files. */
  readonly files: ReadonlySet<string>;
}

/** Replacement for a file's contents. */
export interface Replacement {
  readonly file: string;
  readonly contents: string;
}

export interface BundleOptions {
  readonly replacements?: readonly Replacement[];
  readonly plugins?: readonly Plugin[];
  /** Base folder for paths in messages and stacks; Wavetank's root when absent. */
  readonly base?: string;
  /** Includes packages, so that it runs where none are installed. */
  readonly isWhole?: boolean;
  /** Path of the output file, the base of source map paths. */
  readonly outfile?: string;
}

/** Bundles a file, or a text that imports files by absolute paths. */
export async function bundleOf(
  entry: string | { readonly text: string },
  { replacements = [], plugins = [], base = ROOT, outfile, isWhole = false }: BundleOptions = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...(typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.text, resolveDir: base } }),
    absWorkingDir: base,
    // A thread loads the program from anywhere: its source map names files by their whole path.
    ...(outfile === undefined ? { sourceRoot: pathToFileURL(path.join(base, '/')).href } : { outfile }),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline', // for threads started with source maps enabled
    sourcesContent: false,
    // The pool tries require() first. Stopping a thread during such an evaluation crashes the whole process (Node 20.20 asserts
    // in AppendExceptionLine). A module with a top-level await cannot be required, so it is imported.
    banner: { js: isWhole ? `await null;${REQUIRE}` : 'await null;' },
    logLevel: 'silent',
    plugins: [
      ...plugins,
      ...(replacements.length === 0 ? [] : [replacing(replacements)]),
      ...(isWhole ? [] : [packagesByUrl]),
      whereFilesAre,
    ],
  });
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    files: new Set(Object.keys(metafile.inputs).map((file) => path.resolve(base, file))),
  };
}

/** CommonJS packages use `require` for Node's built-in modules. */
const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

const replacing = (replacements: readonly Replacement[]): Plugin => ({
  name: 'mutant',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path: loaded }) => {
      const replaced = replacements.find(({ file }) => file === loaded);
      return replaced === undefined ? undefined : { contents: replaced.contents, loader: loaderOf(loaded) };
    });
  },
});

const loaderOf = (file: string): Loader =>
  /\.[cm]?js$/.test(file) ? 'js' : file.endsWith('x') ? 'tsx' : 'ts';

const PLACE = /\bimport\.meta\.(url|filename|dirname)\b/g;

/** Keeps each bundled file's own location on disk. */
const whereFilesAre: Plugin = {
  name: 'where-files-are',
  setup({ onLoad }) {
    onLoad({ filter: /\.m?[tj]s$/, namespace: 'file' }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('import.meta.')) return undefined;
      const places = { url: pathToFileURL(file).href, filename: file, dirname: path.dirname(file) };
      const contents = text.replaceAll(PLACE, (_, place: keyof typeof places) =>
        JSON.stringify(places[place]),
      );
      return { contents, loader: loaderOf(file) };
    });
  },
};

/** Resolves external packages to URLs: a module without a location on disk can import them only so. */
const packagesByUrl: Plugin = {
  name: 'packages-by-url',
  setup(plugin) {
    plugin.onResolve({ filter: /^[^./]/ }, async (args) => {
      if (args.pluginData === packagesByUrl || args.kind === 'entry-point') return undefined;
      if (isBuiltin(args.path)) return { path: args.path, external: true };
      const { kind, resolveDir } = args;
      const found = await plugin.resolve(args.path, { kind, resolveDir, pluginData: packagesByUrl });
      return found.errors.length > 0 ? found : { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

/** First compiler error and its location; undefined for other errors. */
export function complaintOf(error: unknown): { readonly text: string; readonly place?: string } | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined;
  const [first] = error.errors as BuildFailure['errors']; // only esbuild throws such errors here
  if (first === undefined) return { text: 'it does not compile' };
  const { location, text } = first;
  return location === null
    ? { text }
    : { text, place: `${location.file}:${location.line}:${location.column + 1}` };
}
