import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Loader, type Plugin } from 'esbuild';
import { ROOT } from '../files/repository.ts';

/** A program in memory: one module that imports nothing but packages. */
export interface Bundle {
  readonly code: string;
  /** Absolute paths of the files that it was made of. */
  readonly files: ReadonlySet<string>;
}

/** A file with other contents than on disk. */
export interface Replacement {
  readonly file: string;
  readonly contents: string;
}

export interface BundleOptions {
  readonly replacements?: readonly Replacement[];
  readonly plugins?: readonly Plugin[];
  /** Paths in messages and stacks are relative to this folder; to that of our own code when absent. */
  readonly base?: string;
  /** Packages are in it too: it runs where none are installed. */
  readonly isWhole?: boolean;
  /** Where the program will be, so that its source map leads from there. */
  readonly outfile?: string;
}

/** The program of a file, or of a text that imports files by their absolute paths. */
export async function bundleOf(
  entry: string | { readonly text: string },
  { replacements = [], plugins = [], base = ROOT, outfile, isWhole = false }: BundleOptions = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    ...(typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.text, resolveDir: base } }),
    absWorkingDir: base,
    ...(outfile === undefined ? {} : { outfile }),
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

/** Packages in the older format ask for Node's own modules by it. */
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

/** A file in a bundle knows its place on disk, as it did when it stood alone. */
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

/** Packages are no part of a bundle, and a module without a place on disk finds them by URL only. */
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

/** The first complaint of the compiler, and where; undefined for other errors. */
export function complaintOf(error: unknown): { readonly text: string; readonly place?: string } | undefined {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return undefined;
  const [first] = error.errors as BuildFailure['errors']; // esbuild is all that throws such errors here
  if (first === undefined) return { text: 'it does not compile' };
  const { location, text } = first;
  return location === null
    ? { text }
    : { text, place: `${location.file}:${location.line}:${location.column + 1}` };
}
