import { Script } from 'node:vm';
import { real } from '../real-process.ts';

/** The exports of one of Node's modules, of which nothing is known to the type checker. */
export type Exports = Record<PropertyKey, unknown>;
type Instantiate = (
  exports: Exports,
  require: (id: string) => unknown,
  module: { exports: unknown },
  process: unknown,
  internalBinding: (name: string) => unknown,
  primordials: unknown,
) => void;

/** What Node gives to each module of its library. */
export const LIBRARY_PARAMETERS = 'exports, require, module, process, internalBinding, primordials';
const compiled = new Map<string, Instantiate>();
let sources: Readonly<Record<string, string>> | undefined;

/**
 * The JavaScript of Node's own library, as the running binary carries it. Programs in the tank run this very code
 * over simulated bindings: what `net` or `fs` promise in this version of Node is then true by construction, down
 * to the words of their errors, and only the system calls beneath are ours.
 */
export function librarySources(): Readonly<Record<string, string>> {
  if (sources === undefined) {
    // `process.binding` is deprecated in words, present in 20, 22 and 24, and has no type.
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
export const inLibrary = (id: string): boolean => Object.hasOwn(librarySources(), id);

/** One of Node's modules, compiled once in this process and ready to be instantiated any number of times. */
export function compiledLibrary(id: string, parameters = LIBRARY_PARAMETERS): Instantiate {
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const source = librarySources()[id];
  if (typeof source !== 'string') throw new Error(`Node ${real.version} has no module ${id} in its library.`);
  const head = `(function (${parameters}) {`;
  const script = new Script(`${head}${source}\n})`, { filename: `node:${id}`, columnOffset: -head.length });
  // The script's value is the function expression that it consists of.
  const instantiate = script.runInThisContext() as Instantiate;
  compiled.set(id, instantiate);
  return instantiate;
}
