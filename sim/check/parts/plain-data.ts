/** Deep copy that shares no mutable part, so that handlers may modify it freely. */
export function cloneData<T>(value: T): T {
  return cloneAny(value) as T; // a clone has the type of its original
}

function cloneAny(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const copy = new Array<unknown>(value.length);
    for (let i = 0; i < value.length; i++) copy[i] = cloneAny(value[i]);
    return copy;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, item] of value) copy.set(cloneAny(key), cloneAny(item));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    for (const item of value) copy.add(cloneAny(item));
    return copy;
  }
  if (isBytes(value)) return value.slice();
  const fields = value as Record<string, unknown>; // plain data: the only case left
  const copy: Record<string, unknown> = {};
  for (const key in fields) copy[key] = cloneAny(fields[key]);
  return copy;
}

type Bytes = Uint8Array | Int32Array | Float64Array;

/** Any typed array; all have the members used here. */
const isBytes = (value: object): value is Bytes => ArrayBuffer.isView(value);

/** Deep equality. The order of Maps and Sets counts, as handlers that iterate over them can see it. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameData(a[i], b[i])) return false;
    return true;
  }
  if (a instanceof Map) return b instanceof Map && sameEntries(a, b);
  if (a instanceof Set) return b instanceof Set && sameItems(a, b);
  if (isBytes(a)) return isBytes(b) && a.length === b.length && sameBytes(a, b);
  if (Array.isArray(b) || b instanceof Map || b instanceof Set || isBytes(b)) return false;
  return sameFields(a as Record<string, unknown>, b as Record<string, unknown>); // only plain objects are left
}

function sameBytes(a: Bytes, b: Bytes): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameEntries(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  const others = b.entries();
  for (const [key, item] of a) {
    const other = others.next().value;
    if (other === undefined || !sameData(key, other[0]) || !sameData(item, other[1])) return false;
  }
  return true;
}

function sameItems(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  if (a.size !== b.size) return false;
  const others = b.values();
  for (const item of a) if (!sameData(item, others.next().value)) return false;
  return true;
}

function sameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  let keys = 0;
  for (const key in a) {
    if (!(key in b) || !sameData(a[key], b[key])) return false;
    keys += 1;
  }
  for (const _ in b) keys -= 1;
  return keys === 0;
}

/**
 * Returns `after` with every part that equals the same part of `before` replaced by it, so that states kept by the hundred
 * thousand share structure. Neither may be modified afterwards.
 */
export function shareParts(before: unknown, after: unknown): unknown {
  if (sameData(before, after)) return before;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return after;
  if (Object.isFrozen(after)) return after; // part of a message, which stays shared
  if (Array.isArray(after)) {
    if (!Array.isArray(before)) return after;
    const until = Math.min(before.length, after.length);
    for (let i = 0; i < until; i++) after[i] = shareParts(before[i], after[i]);
    return after;
  }
  if (after instanceof Map) {
    if (!(before instanceof Map)) return after;
    for (const [key, item] of after) {
      if (typeof key !== 'object' && before.has(key)) after.set(key, shareParts(before.get(key), item));
    }
    return after;
  }
  if (after instanceof Set || isBytes(after)) return after;
  if (Array.isArray(before) || before instanceof Map || before instanceof Set || isBytes(before))
    return after;
  const old = before as Record<string, unknown>; // both are plain objects now
  const fields = after as Record<string, unknown>;
  for (const key in fields) if (key in old) fields[key] = shareParts(old[key], fields[key]);
  return after;
}
