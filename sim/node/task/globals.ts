import { perProgram } from './realm.ts';

/** Packages store state shared by all their copies under registered symbols: it must stay within the program. */
const isRegistered = (key: PropertyKey): boolean =>
  typeof key === 'symbol' && Symbol.keyFor(key) !== undefined;

/**
 * `globalThis` as one program sees it. A value that it sets is only visible to that program, also through plain identifiers: an
 * accessor on the real global returns the running program's value. The realm removes it after the run.
 */
export function programGlobal(globals: Map<PropertyKey, unknown>): typeof globalThis {
  const real: object = globalThis;
  const deleted = new Set<PropertyKey>();
  const put = (key: PropertyKey, value: unknown): boolean => {
    globals.set(key, value);
    deleted.delete(key);
    const known = Object.getOwnPropertyDescriptor(real, key);
    const mayReplace = known === undefined || (known.configurable === true && known.get === undefined);
    if (mayReplace) Object.defineProperty(real, key, perProgram(key).descriptor);
    return true;
  };
  const proxy = new Proxy(Object.create(Object.getPrototypeOf(real)) as object, {
    get: (_, key) => (globals.has(key) || isRegistered(key) ? globals.get(key) : Reflect.get(real, key)),
    set: (own, key, value) => {
      if (Object.hasOwn(own, key)) Reflect.set(own, key, value);
      return put(key, value);
    },
    has: (_, key) =>
      !deleted.has(key) && (globals.has(key) || (!isRegistered(key) && Reflect.has(real, key))),
    deleteProperty: (_, key) => {
      put(key, undefined);
      deleted.add(key);
      return true;
    },
    ownKeys: () =>
      [...new Set([...Reflect.ownKeys(real), ...globals.keys()])].filter((key) => !deleted.has(key)) as (
        | string
        | symbol
      )[],
    defineProperty: (own, key, descriptor) => {
      // A proxy may only report a property as non-configurable if it is so on its target.
      if (descriptor.configurable !== true) Reflect.defineProperty(own, key, descriptor);
      return put(key, descriptor.get === undefined ? descriptor.value : descriptor.get.call(real));
    },
    getOwnPropertyDescriptor: (own, key) => {
      const fixed = Object.getOwnPropertyDescriptor(own, key);
      if (fixed !== undefined) return fixed;
      if (deleted.has(key)) return undefined;
      const known = Object.getOwnPropertyDescriptor(real, key);
      if (globals.has(key)) {
        const value = globals.get(key);
        return { value, writable: true, configurable: true, enumerable: known?.enumerable ?? true };
      }
      return known === undefined ? undefined : { ...known, configurable: true };
    },
  });
  globals.set('globalThis', proxy);
  globals.set('global', proxy);
  return proxy as typeof globalThis; // it behaves like the real one
}
