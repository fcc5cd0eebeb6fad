import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../files/repository.ts';
import { BadInput } from '../../input/bad-input.ts';
import { installGlobalGates, setGates } from '../../kernel/gates.ts';
import { isNondeterminismError } from '../../kernel/nondeterminism-error.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { narrowed } from '../../mutants/narrowed.ts';
import type { System } from '../../scenario/system.ts';
import { type FileSystem, isSystemFile, type Registry } from '../../systems/registry.ts';
import { systemBundle } from './system-bundle.ts';

/** Adds the system files among these names to the registry by path, with a mutant if given. @throws BadInput */
export async function withSystemFiles(
  registry: Registry,
  names: readonly (string | undefined)[],
  mutant?: Mutant,
): Promise<Registry> {
  const systems = new Map(registry.systems);
  for (const name of names) {
    if (name === undefined || systems.has(name) || !isSystemFile(name)) continue;
    const system = systemIn(await moduleIn(name, mutant), name);
    const known: FileSystem = {
      ...(mutant === undefined ? system : narrowed(system, mutant)),
      name,
      inFile: { name: system.name, code: sourcesDigest(name) },
    };
    systems.set(name, known);
  }
  return { ...registry, systems };
}

/** Exports of a system file, with a mutant if given. @throws BadInput, NondeterminismError */
export async function moduleIn(file: string, mutant?: Mutant): Promise<object> {
  if (!existsSync(file)) throw new BadInput(`--system ${file}: there is no such file`);
  if (!statSync(file).isFile()) throw new BadInput(`--system ${file}: this is no file`);
  return importedFile(file, mutant);
}

/** Text of imported bundles by URL: the files are deleted, and coverage needs their text. */
export const LOADED = new Map<string, string>();

/** Source files of the latest bundle of each system file, by its absolute path: those whose change makes it another system. */
export const SOURCES = new Map<string, ReadonlySet<string>>();

/** Wavetank's own code and packages are named by their versions. */
const ELSEWHERE = ['sim', 'src', 'invariants', 'node_modules'].map((name) => path.join(ROOT, name, path.sep));

/** Digest of the sources of a system file that has been loaded; the same wherever they are. */
function sourcesDigest(file: string): string {
  const entry = path.resolve(file);
  const hash = createHash('sha256');
  const own = [...(SOURCES.get(entry) ?? [])].filter(
    (each) =>
      existsSync(each) &&
      !each.includes(`${path.sep}node_modules${path.sep}`) &&
      !ELSEWHERE.some((folder) => each.startsWith(folder)),
  );
  for (const each of own.sort()) {
    const name = path.relative(path.dirname(entry), each).replaceAll(path.sep, '/');
    hash.update(`${each === entry ? '' : name}\n`).update(readFileSync(each));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Exports of a .ts or .js file. @throws BadInput with file and line if known; NondeterminismError */
export async function importedFile(file: string, mutant?: Mutant): Promise<object> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-'));
  try {
    const outfile = path.join(folder, 'system.mjs');
    const { code, files } = await systemBundle(file, outfile, mutant);
    SOURCES.set(path.resolve(file), files);
    writeFileSync(outfile, code);
    LOADED.set(pathToFileURL(outfile).href, code);
    process.setSourceMapsEnabled(true);
    const url = pathToFileURL(outfile).href;
    const module = await imported(url, file);
    if (vocabularyOf(module) === undefined) return module;
    // Rehearsals are runs: a separate instance keeps them from touching the module's hidden state before it is checked.
    const vocabulary = vocabularyOf(await imported(`${url}?rehearsal`, file));
    return { ...module, default: { ...systemIn(module, file), vocabulary } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function imported(url: string, file: string): Promise<object> {
  installGlobalGates();
  const before = setGates('load');
  try {
    return (await import(url)) as object; // `import()` returns a namespace object
  } catch (error) {
    if (isNondeterminismError(error)) throw error;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // What a definition lacks is said in a sentence of its own.
    if (error instanceof TypeError && /^define(System|Cluster): /.test(error.message))
      throw new BadInput(`${placeOf(error, file)}: ${error.message}`);
    throw new BadInput(`${placeOf(error, file)}: it threw while it was loaded: ${text}`);
  } finally {
    setGates(before);
  }
}

/** `vocabulary` of a module's system (the names its rules may use); undefined for other modules. */
function vocabularyOf(module: object): unknown {
  const exported: unknown = 'default' in module ? module.default : undefined;
  return typeof exported === 'object' && exported !== null ? Reflect.get(exported, 'vocabulary') : undefined;
}

/** File and line of the first stack frame in the file, as an error of its code has it; only the file when there is none. */
export function placeOf(error: unknown, file: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${path.basename(file)}:`);
  const line = at < 0 ? undefined : /^[^:]*:(\d+)/.exec(stack.slice(at))?.[1];
  return line === undefined ? file : `${file}:${line}`;
}

const FUNCTIONS = ['quorum', 'draw', 'build', 'describeMessage', 'describeState'] as const;

function systemIn(module: object, file: string): System {
  const exported: unknown = 'default' in module ? module.default : undefined;
  const end = 'it must end with: export default defineSystem({ ... })';
  if (exported === undefined) throw new BadInput(`${file} has no default export; ${end}`);
  const isSystem =
    typeof exported === 'object' &&
    exported !== null &&
    FUNCTIONS.every((name) => typeof Reflect.get(exported, name) === 'function');
  if (!isSystem) throw new BadInput(`${file}: its default export is no system; ${end}`);
  return exported as System; // checked above
}
