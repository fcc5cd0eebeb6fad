import type { Entry } from '../../../src/vsr/data/entry.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Deep equality of plain data. Absent and undefined fields are equal. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameItems(a, b);
  return sameFields(a as Fields, b as Fields); // plain objects on both sides
}

/**
 * Whether two entries are equal, not only their checksums: a damaged entry has the checksum of the original.
 */
export function sameEntry(a: Entry, b: Entry): boolean {
  return (
    a === b ||
    (a.checksum === b.checksum &&
      a.op === b.op &&
      a.parent === b.parent &&
      a.view === b.view &&
      a.epoch === b.epoch &&
      a.kind === b.kind &&
      a.client === b.client &&
      a.session === b.session &&
      a.request === b.request &&
      same(a.body, b.body) &&
      same(a.predicted, b.predicted))
  );
}

function sameItems(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!same(a[i], b[i])) return false;
  return true;
}

function sameFields(a: Fields, b: Fields): boolean {
  for (const key in a) if (!same(a[key], b[key])) return false;
  for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false;
  return true;
}
