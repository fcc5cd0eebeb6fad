/** Kinds of containers that {@link randomGraph} makes. */
export type Container = 'array' | 'object' | 'bare' | 'map' | 'set' | 'bytes' | 'numbers';

const ALL: readonly Container[] = ['array', 'object', 'map', 'set', 'bytes', 'numbers'];

/** Plain data drawn from a seed: values in values, some reached by several ways, some within themselves. For tests. */
export function randomGraph(seed: number, containers: readonly Container[] = ALL): object {
  let state = seed;
  const below = (bound: number): number => {
    state = (Math.imul(state, 0x5851f42d) + 0x14057b7f) | 0;
    return ((state >>> 8) ^ (state >>> 20)) % bound;
  };
  const made: object[] = [];
  const leaf = (): unknown => LEAVES[below(LEAVES.length)];
  const item = (depth: number): unknown => {
    const draw = below(10);
    if (draw < 5 || depth > 5) return leaf();
    if (draw === 5 && made.length > 0) return made[below(made.length)];
    return container(depth + 1);
  };
  const container = (depth: number): object => {
    const kind = containers[below(containers.length)] ?? 'object';
    const size = below(5);
    const value = empty(kind, size);
    made.push(value);
    for (let i = 0; i < size; i++) fill(value, KEYS[below(KEYS.length)] ?? 'k', () => item(depth));
    return value;
  };
  return container(0);
}

const KEYS = ['a', 'b', 'key', '7', 'constructor', 'a longer key'];

const LEAVES = [0, -0, 1.5, Number.NaN, 2 ** 40, 'text', '', 12n, true, false, null, undefined];

function empty(kind: Container, size: number): object {
  switch (kind) {
    case 'array':
      return [];
    case 'object':
      return {};
    case 'bare':
      return Object.create(null);
    case 'map':
      return new Map();
    case 'set':
      return new Set();
    case 'bytes':
      return Uint8Array.from({ length: size }, (_, i) => i * 40);
    case 'numbers':
      return Float64Array.from({ length: size }, (_, i) => i / 3);
    default:
      return kind satisfies never;
  }
}

function fill(value: object, key: string, draw: () => unknown): void {
  if (Array.isArray(value)) value.push(draw());
  else if (value instanceof Map) value.set(draw(), draw());
  else if (value instanceof Set) value.add(draw());
  else if (!ArrayBuffer.isView(value)) (value as Record<string, unknown>)[key] = draw(); // a plain object
}
