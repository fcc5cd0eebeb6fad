import { clone } from './clone.ts';
import { deepFreeze } from './freeze.ts';

/** The value as nobody can change it any more: itself if it is frozen already, otherwise a frozen copy. */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const copy = clone(value);
  deepFreeze(copy);
  return copy;
}
