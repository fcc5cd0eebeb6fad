import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { BadInput } from '../../input/bad-input.ts';
import { packagesByUrl } from '../../mutants/bundle.ts';

/** `.ts` in the repository, `.js` in the package. */
const EXTENSION = path.extname(import.meta.filename);
/** A file of this program, by its path below sim/ without extension. */
const ownFile = (name: string): string =>
  fileURLToPath(new URL(`../../${name}${EXTENSION}`, import.meta.url));

/** What a system file may import from us; it gets what belongs to the program that runs it. */
const ENTRIES: Readonly<Record<string, string>> = {
  wavetank: ownFile('api/index'),
  'wavetank/invariants': ownFile('api/invariants'),
  'wavetank/systems': ownFile('api/systems'),
};

/** One system file as a module at `outfile`, which imports nothing but packages. @throws BadInput with file and line. */
export async function writeSystemBundle(file: string, outfile: string): Promise<void> {
  await bundle({ entryPoints: [path.resolve(file)], outfile, write: true });
}

/** What a worker does: the name of a function, and the file that it is in. */
const TASKS = {
  fuzz: { run: 'runToTheEnd', file: 'campaign/late-failures' },
  shrink: { run: 'scoutTask', file: 'shrink/scout-task' },
};

/** The program of a worker that knows these system files, besides our own systems. @throws BadInput with file and line. */
export async function workerBundle(task: keyof typeof TASKS, files: readonly string[]): Promise<string> {
  const { run, file } = TASKS[task];
  const imports = files.map((file, i) => `import file${i} from ${JSON.stringify(path.resolve(file))};`);
  const entries = files.map((file, i) => `[${JSON.stringify(file)}, file${i}]`);
  const contents = [
    `import { ${run} } from ${JSON.stringify(ownFile(file))};`,
    `import { systems } from ${JSON.stringify(ownFile('systems/index'))};`,
    ...imports,
    `const known = new Map([...systems, ${entries.join(', ')}]);`,
    'export const ready = () => true;',
    `export default (task) => ${run}(known, task);`,
  ].join('\n');
  const { outputFiles = [] } = await bundle({ stdin: { contents, resolveDir: '.' }, write: false });
  return outputFiles.map(({ text }) => text).join('');
}

async function bundle(
  what: Pick<Parameters<typeof build>[0], 'entryPoints' | 'outfile' | 'write' | 'stdin'>,
): Promise<Awaited<ReturnType<typeof build>>> {
  try {
    return await build({
      ...what,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      banner: { js: 'await null;' }, // see bundle.ts
      logLevel: 'silent',
      plugins: [ourEntries, packagesByUrl],
    });
  } catch (error) {
    throw isBuildFailure(error) ? new BadInput(sentence(error)) : error;
  }
}

const ourEntries: Plugin = {
  name: 'our-entries',
  setup(plugin) {
    plugin.onResolve({ filter: /^wavetank(\/|$)/ }, ({ path: name }) => {
      const entry = ENTRIES[name];
      if (entry !== undefined) return { path: entry, sideEffects: false };
      const why = `there is no "${name}" for a system file; there are ${Object.keys(ENTRIES).join(', ')}`;
      return { errors: [{ text: why }] };
    });
  },
};

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors);

function sentence({ errors }: BuildFailure): string {
  const [first] = errors;
  if (first === undefined) return 'the system file does not compile';
  const { location, text } = first;
  return location === null
    ? `the system file does not compile: ${text}`
    : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

/** The URL of a file, for `import()`. */
export const urlOf = (file: string): string => pathToFileURL(file).href;
