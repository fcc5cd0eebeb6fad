import type { Exports } from '../library/source.ts';

const namespaces = new WeakMap<object, Exports>();

/**
 * A CommonJS module as an ES module sees it: `default` is its `module.exports`, and each of its properties is a named export. The
 * `__esModule` mark tells the compiled import that the default is already unwrapped.
 */
export function namespaceOf(exports: unknown): Exports {
  const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  const known = isObject ? namespaces.get(exports) : undefined;
  if (known !== undefined) return known;
  const made: Exports = {};
  Object.defineProperty(made, '__esModule', { value: true });
  Object.defineProperty(made, 'default', { value: exports, enumerable: true });
  if (isObject) {
    for (const key of Object.keys(exports)) {
      if (key !== 'default') {
        Object.defineProperty(made, key, {
          enumerable: true,
          get: () => Reflect.get(exports, key) as unknown,
        });
      }
    }
    namespaces.set(exports, made);
  }
  return made;
}
