import { Script } from 'node:vm';
import { real } from '../real-process.ts';

/** Exports of one of Node's modules, unknown to the type checker. */
export type Exports = Record<PropertyKey, unknown>;
type Instantiate = (
  exports: Exports,
  require: (id: string) => unknown,
  module: { exports: unknown },
  process: unknown,
  internalBinding: (name: string) => unknown,
  primordials: unknown,
) => void;

/** Parameters that Node passes to each module of its library. */
export const LIBRARY_PARAMETERS = 'exports, require, module, process, internalBinding, primordials';
const compiled = new Map<string, Instantiate>();
let sources: Readonly<Record<string, string>> | undefined;

/**
 * JavaScript of Node's own library, as carried by the running binary. Programs in the tank run this very code over simulated
 * bindings: what `net` or `fs` guarantee in this version of Node holds by construction, down to the error messages, and only the
 * system calls beneath are simulated.
 */
export function librarySources(): Readonly<Record<string, string>> {
  if (sources === undefined) {
    // `process.binding` is documented as deprecated, exists in 20, 22 and 24, and has no type.
    const { binding } = real as unknown as { binding?: (name: string) => Record<string, string> };
    const found = binding?.call(real, 'natives');
    if (found === undefined || typeof found['net'] !== 'string') {
      throw new Error(
        `Node ${real.version} does not show the source of its library, so programs cannot run.`,
      );
    }
    sources = found;
  }
  return sources;
}

/** Whether Node's library has a module of this name. */
export const inLibrary = (id: string): boolean => compiled.has(id) || Object.hasOwn(librarySources(), id);

/** One of Node's modules, compiled once per real process and instantiated any number of times. */
export function compiledLibrary(id: string, parameters = LIBRARY_PARAMETERS): Instantiate {
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const source = librarySources()[id];
  if (typeof source !== 'string') throw new Error(`Node ${real.version} has no module ${id} in its library.`);
  const head = `(function (${parameters}) {`;
  const script = new Script(`${head}${source}\n})`, { filename: `node:${id}`, columnOffset: -head.length });
  // The script evaluates to the function expression that it consists of.
  const instantiate = script.runInThisContext() as Instantiate;
  compiled.set(id, instantiate);
  return instantiate;
}
