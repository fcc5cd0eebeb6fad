import { real } from '../real-process.ts';
import type { Exports } from './source.ts';

const noop = (): void => undefined;

/**
 * A binding with only some functions simulated. Node's library destructures many that it hardly ever calls: those throw an error
 * naming what is missing when called.
 */
export function partialBinding(name: string, known: Exports): Exports {
  return new Proxy(known, {
    get: (target, key) => {
      if (key in target || typeof key === 'symbol') return Reflect.get(target, key);
      return () => {
        throw new Error(`The tank does not simulate ${name}.${key}, which Node ${real.version} asks for.`);
      };
    },
  });
}

/** An object that returns a distinct symbol for each name. */
function symbols(): Exports {
  const known = new Map<PropertyKey, symbol>();
  return new Proxy<Exports>(
    {},
    {
      get: (_, name) => {
        const symbol = known.get(name) ?? Symbol(String(name));
        known.set(name, symbol);
        return symbol;
      },
    },
  );
}

/** Symbols that Node's library shares with its native side; only `owner_symbol` matters here. */
export const nodeSymbols: Exports = symbols();
export const privateSymbols: Exports = symbols();

/** Default values of Node's command-line options. */
export const options: Readonly<Record<string, unknown>> = {
  '--dns-result-order': 'verbatim',
  '--insecure-http-parser': false,
  '--max-http-header-size': 16_384,
  '--network-family-autoselection': true,
  '--network-family-autoselection-attempt-timeout': 250,
  '--pending-deprecation': false,
  '--no-deprecation': true,
};

/** `debuglog` without `NODE_DEBUG`. */
export const debuglog = (): unknown => Object.assign(() => undefined, { enabled: false });

/** Node's async hooks without a listener; ids count from one in each process. */
export function asyncHooks(
  newAsyncId: () => number,
  onInit: (type: string, resource: Exports) => void,
): Exports {
  const asyncId = Symbol('async_id');
  const triggerId = Symbol('trigger_async_id');
  return {
    symbols: {
      async_id_symbol: asyncId,
      trigger_async_id_symbol: triggerId,
      owner_symbol: nodeSymbols['owner_symbol'],
    },
    newAsyncId,
    getOrSetAsyncId: (object: Exports) => {
      object[asyncId] ??= newAsyncId();
      return object[asyncId];
    },
    getDefaultTriggerAsyncId: () => 1,
    defaultTriggerAsyncIdScope: (
      _id: unknown,
      block: (...values: unknown[]) => unknown,
      ...values: unknown[]
    ) => block(...values),
    executionAsyncId: () => 1,
    triggerAsyncId: () => 1,
    enabledHooksExist: () => false,
    initHooksExist: () => true,
    afterHooksExist: () => false,
    destroyHooksExist: () => false,
    emitInit: (_id: number, type: string, _trigger: number, resource: Exports) => onInit(type, resource),
    emitInitScript: (_id: number, type: string, _trigger: number, resource: Exports) =>
      onInit(type, resource),
    emitBefore: noop,
    emitAfter: noop,
    emitDestroy: noop,
    emitBeforeScript: noop,
    emitAfterScript: noop,
    emitDestroyScript: noop,
  };
}
