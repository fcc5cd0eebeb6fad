/** Array types that the codec does not know, by name. */
const TYPED = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type TypedArray = InstanceType<(typeof TYPED)[keyof typeof TYPED]>;

const isTyped = (value: object): value is TypedArray => ArrayBuffer.isView(value) && 'length' in value;

/**
 * A deep copy of plain data, in which Maps, Sets and typed arrays are replaced by arrays that begin with
 * their name, for the codec. Maps and Sets keep their order, since later operations may iterate over them.
 * @throws TypeError for anything that is not plain data.
 */
export function flatten(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return ['Array', ...value.map(flatten)];
  if (value instanceof Map) return ['Map', ...[...value].map(([key, of]) => [flatten(key), flatten(of)])];
  if (value instanceof Set) return ['Set', ...[...value].map(flatten)];
  if (isTyped(value)) return [value.constructor.name, ...value];
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`service: a state with a ${value.constructor.name} in it needs capture and restore`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, flatten(field)]));
}

/** The inverse of {@link flatten}. */
export function unflatten(flat: unknown): unknown {
  if (typeof flat !== 'object' || flat === null) return flat;
  if (!Array.isArray(flat)) {
    return Object.fromEntries(Object.entries(flat).map(([name, field]) => [name, unflatten(field)]));
  }
  const [name, ...items] = flat as [string, ...unknown[]]; // made by `flatten`
  switch (name) {
    case 'Array':
      return items.map(unflatten);
    case 'Set':
      return new Set(items.map(unflatten));
    case 'Map': {
      const pairs = items as [unknown, unknown][]; // likewise
      return new Map(pairs.map(([key, of]) => [unflatten(key), unflatten(of)]));
    }
    default:
      return TYPED[name as keyof typeof TYPED].from(items as number[]); // likewise
  }
}
