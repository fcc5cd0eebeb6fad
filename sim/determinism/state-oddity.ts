import { kindOf } from '../../src/process/plain.ts';

/** Deeper than states are; one that contains itself has no digest. */
const DEPTH_MAX = 500;

/**
 * The first thing in a state that is not plain data, and where; undefined when there is none. A state may have more than a message: Maps, Sets,
 * typed arrays, NaN, undefined. A copy of anything else would lose its methods, or could not be made.
 */
export const stateOddity = (state: unknown): string | undefined => inside(state, '', 0);

function inside(value: unknown, path: string, depth: number): string | undefined {
  const where = path === '' ? 'it is' : `${path.replace(/^\./, '')} is`;
  if (typeof value === 'function' || typeof value === 'symbol') return `${where} a ${typeof value}`;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  if (depth > DEPTH_MAX) return `${path.slice(1, 40)}… contains itself`;
  if (value instanceof Map) {
    for (const [key, item] of value) {
      const oddity =
        inside(key, `${path}.keys()`, depth + 1) ?? inside(item, `${path}.get(${String(key)})`, depth + 1);
      if (oddity !== undefined) return oddity;
    }
    return undefined;
  }
  if (value instanceof Set || Array.isArray(value)) {
    let i = 0;
    for (const item of value) {
      const oddity = inside(item, `${path}[${i++}]`, depth + 1);
      if (oddity !== undefined) return oddity;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${where} ${kindOf(value)}`;
  for (const [key, field] of Object.entries(value)) {
    const oddity = inside(field, `${path}.${key}`, depth + 1);
    if (oddity !== undefined) return oddity;
  }
  return undefined;
}
