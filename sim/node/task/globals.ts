import { perProgram } from './realm.ts';

/**
 * `globalThis` as one program sees it. What it sets is seen by that program only, also by its plain identifiers: an
 * accessor on the real global hands out the running program's value. The realm takes it away after the run.
 */
export function programGlobal(globals: Map<PropertyKey, unknown>): typeof globalThis {
  const real: object = globalThis;
  const put = (key: PropertyKey, value: unknown): boolean => {
    globals.set(key, value);
    const { descriptor } = perProgram(key);
    if (Object.getOwnPropertyDescriptor(real, key)?.get === undefined) {
      Object.defineProperty(real, key, descriptor);
    }
    return true;
  };
  const proxy = new Proxy(Object.create(Object.getPrototypeOf(real)) as object, {
    get: (_, key) => (globals.has(key) ? globals.get(key) : Reflect.get(real, key)),
    set: (_, key, value) => put(key, value),
    has: (_, key) => globals.has(key) || Reflect.has(real, key),
    deleteProperty: (_, key) => (globals.has(key) ? put(key, undefined) : true),
    ownKeys: () => [...new Set([...Reflect.ownKeys(real), ...globals.keys()])] as (string | symbol)[],
    defineProperty: (_, key, descriptor) =>
      put(key, descriptor.get === undefined ? descriptor.value : descriptor.get.call(real)),
    getOwnPropertyDescriptor: (_, key) => {
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
  return proxy as typeof globalThis; // it answers as the real one does
}
