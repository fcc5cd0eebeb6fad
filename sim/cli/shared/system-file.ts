import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BadInput } from '../../input/bad-input.ts';
import type { System } from '../../scenario/system.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';
import { systemBundle } from './system-bundle.ts';

/** The registry with the system files among these names, each under its path. @throws BadInput */
export async function withSystemFiles(
  registry: Registry,
  names: readonly (string | undefined)[],
): Promise<Registry> {
  const systems = new Map(registry.systems);
  for (const name of names) {
    if (name === undefined || systems.has(name) || !isSystemFile(name)) continue;
    systems.set(name, { ...(await loadSystemFile(name)), name });
  }
  return { ...registry, systems };
}

/** The default export of a .ts or .js file. @throws BadInput with file and line, where there is one. */
async function loadSystemFile(file: string): Promise<System> {
  if (!existsSync(file)) throw new BadInput(`--system ${file}: there is no such file`);
  if (!statSync(file).isFile()) throw new BadInput(`--system ${file}: this is no file`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wavetank-'));
  try {
    const outfile = path.join(folder, 'system.mjs');
    writeFileSync(outfile, (await systemBundle(file, outfile)).code);
    process.setSourceMapsEnabled(true);
    const url = pathToFileURL(outfile).href;
    const system = systemIn(await imported(url, file), file);
    // Rehearsals are runs too: state that the file keeps outside of its processes must not be touched by them before it is looked for.
    const { vocabulary } = systemIn(await imported(`${url}?rehearsal`, file), file);
    return { ...system, vocabulary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function imported(url: string, file: string): Promise<object> {
  try {
    return (await import(url)) as object; // what `import()` gives is a namespace
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new BadInput(`${placeOf(error, file)}: it threw while it was loaded: ${text}`);
  }
}

/** File and line of the first frame that is in the file; the file alone when there is none. */
function placeOf(error: unknown, file: string): string {
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
  return exported as System; // it has what a system has, as just seen
}
