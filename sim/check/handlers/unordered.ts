/** Sorts every Map and Set within this value by key, so that only their contents matter. Modifies it in place. */
export function sortContainers<T>(value: T): T {
  sortInside(value);
  return value;
}

function sortInside(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (value instanceof Map) {
    for (const item of value.values()) sortInside(item);
    if (areSorted(value.keys())) return;
    const entries = [...value].sort(([a], [b]) => compareKeys(a, b));
    value.clear();
    for (const [key, item] of entries) value.set(key, item);
    return;
  }
  if (value instanceof Set) {
    if (areSorted(value)) return;
    const items = [...value].sort(compareKeys);
    value.clear();
    for (const item of items) value.add(item);
    return;
  }
  if (Array.isArray(value)) for (const item of value) sortInside(item);
  else for (const key in value) sortInside((value as Record<string, unknown>)[key]); // plain data has no inherited fields
}

/** Most containers are: no array is made of them. */
function areSorted(keys: Iterable<unknown>): boolean {
  let last: unknown;
  let isFirst = true;
  for (const key of keys) {
    if (!isFirst && compareKeys(last, key) > 0) return false;
    last = key;
    isFirst = false;
  }
  return true;
}

/** Numbers by value, everything else by its JSON. */
function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = textOf(a);
  const right = textOf(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const textOf = (key: unknown): string => (typeof key === 'bigint' ? `${key}n` : (JSON.stringify(key) ?? ''));
