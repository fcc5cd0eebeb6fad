import * as realVm from 'node:vm';
import type { Exports } from '../library/source.ts';
import { refused } from '../refuse/refused.ts';

/** Built-ins that each context has of its own, and that are replaced while programs run. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  globalThis: ['Date', 'Intl', 'WeakRef', 'FinalizationRegistry'],
  Math: ['random'],
  Atomics: ['wait', 'waitAsync'],
};

const SETTLE = `(function (outer, replaced) {
  for (const [of, keys] of Object.entries(replaced)) for (const key of keys) {
    const from = of === 'globalThis' ? outer : outer[of], to = of === 'globalThis' ? globalThis : globalThis[of];
    Object.defineProperty(to, key, { value: from[key], writable: true, configurable: true });
  }
})`;

/** Gives a new context the clock, the random numbers and the language of the programs. */
function settle(context: realVm.Context): realVm.Context {
  const own = new Set(Object.keys(context));
  const replaced = Object.entries(REPLACED)
    .filter(([of]) => !own.has(of))
    .map(([of, keys]) => [of, keys.filter((key) => of !== 'globalThis' || !own.has(key))]);
  const into = realVm.runInContext(SETTLE, context) as (outer: object, replaced: object) => void; // the text above
  into(globalThis, Object.fromEntries(replaced));
  return context;
}

const createContext = (object?: realVm.Context, options?: realVm.CreateContextOptions): realVm.Context =>
  object !== undefined && realVm.isContext(object) ? object : settle(realVm.createContext(object, options));

/** Options of the context among those of running code in a new one. */
const contextOptions = (options: realVm.RunningScriptInNewContextOptions): realVm.CreateContextOptions =>
  Object.fromEntries(
    Object.entries({
      name: options.contextName,
      origin: options.contextOrigin,
      codeGeneration: options.contextCodeGeneration,
      microtaskMode: options.microtaskMode,
    }).filter(([, value]) => value !== undefined),
  );

class Script extends realVm.Script {
  override runInNewContext(
    object?: realVm.Context,
    options: realVm.RunningScriptInNewContextOptions = {},
  ): unknown {
    return this.runInContext(createContext(object, contextOptions(options)), options) as unknown;
  }
}

function runInNewContext(
  code: string,
  object?: realVm.Context,
  given?: realVm.RunningCodeInNewContextOptions | string,
): unknown {
  const options = typeof given === 'object' ? given : {};
  return realVm.runInContext(code, createContext(object, contextOptions(options)), given) as unknown;
}

/** `node:vm`, whose contexts have no clock and no random numbers of their own. */
export const vmModule = (): Exports => ({
  ...realVm,
  Script,
  createContext,
  runInNewContext,
  measureMemory: refused('vm.measureMemory', 'memory differs from run to run', realVm.measureMemory),
});
