import { clone } from './clone.ts';
import { deepFreeze } from './freeze.ts';

/** What is deeper is copied with more care: it may contain itself. */
const DEPTH_MAX = 20;

/** The value as nobody can change it any more: itself where it is frozen already, otherwise a frozen copy. */
export const frozenCopy = <T>(value: T): T => frozen(value, 0) as T; // a copy has the type of its original

function frozen(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (depth < DEPTH_MAX) {
    if (Array.isArray(value)) return Object.freeze(value.map((item) => frozen(item, depth + 1)));
    if (Object.getPrototypeOf(value) === Object.prototype) return frozenFields(value, depth);
  }
  const copy = clone(value);
  deepFreeze(copy);
  return copy;
}

function frozenFields(value: object, depth: number): object {
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) {
    const field = copy[key];
    if (typeof field === 'object' && field !== null) copy[key] = frozen(field, depth + 1);
  }
  return Object.freeze(copy);
}
