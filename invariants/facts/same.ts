/** Whether two plain-data values are equal, through and through. Absent and undefined fields are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameItems(a, b);
  return sameFields(a, b) && sameFields(b, a);
}

function sameItems(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!same(a[i], b[i])) return false;
  return true;
}

function sameFields(a: object, b: object): boolean {
  for (const key of Object.keys(a)) {
    // plain objects on both sides; an absent key reads as undefined
    if (!same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  }
  return true;
}
