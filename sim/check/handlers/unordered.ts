/** Sorts every Map and Set within this value by key, so that only their contents matter. Modifies it in place. */
export function sortContainers<T>(value: T): T {
  sortInside(value);
  return value;
}

function sortInside(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (value instanceof Map) {
    for (const item of value.values()) sortInside(item);
    const entries = [...value].sort(([a], [b]) => compareKeys(a, b));
    value.clear();
    for (const [key, item] of entries) value.set(key, item);
    return;
  }
  if (value instanceof Set) {
    const items = [...value].sort(compareKeys);
    value.clear();
    for (const item of items) value.add(item);
    return;
  }
  for (const item of Object.values(value)) sortInside(item);
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
