import { sortedKeys } from './sorted-keys.ts';

/** For people. */
const RULE =
  'plain data is null, booleans, numbers, bigints, strings, Uint8Array, arrays and plain objects of these';

/**
 * The value as it is encoded: keys sorted and none of them undefined, no negative zero. The value itself when it is like that already,
 * which is the usual case: code that sends a message writes its keys in order.
 * @throws TypeError for anything that is not plain data.
 */
export function canonical(value: unknown): unknown {
  if (isCanonical(value)) return value;
  if (typeof value === 'number') return 0; // it was -0
  if (Array.isArray(value)) return value.map(canonical);
  return sortedCopy(value as Record<string, unknown>); // nothing else can be otherwise
}

/** @throws TypeError for what cannot be encoded, as far as it is found. */
function isCanonical(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return isText(value);
    case 'boolean':
    case 'bigint':
      return true;
    case 'number':
      if (Number.isNaN(value)) throw new TypeError(`codec: NaN is not a value: ${RULE}`);
      return value !== 0 || 1 / value > 0;
    case 'object':
      return value === null || isCanonicalObject(value);
    default:
      throw new TypeError(`codec: cannot encode a ${typeof value}: ${RULE}`);
  }
}

/** UTF-8 has no bytes for half of a surrogate pair: another character would come out. */
function isText(text: string): true {
  if (text.isWellFormed()) return true;
  throw new TypeError('codec: cannot encode half of a surrogate pair: text must be well-formed Unicode');
}

function isCanonicalObject(object: object): boolean {
  if (Array.isArray(object)) return isCanonicalArray(object);
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    if (object instanceof Uint8Array) return true;
    throw new TypeError(`codec: cannot encode a ${object.constructor?.name ?? 'class instance'}: ${RULE}`);
  }
  const fields = object as Record<string, unknown>; // a plain object, as just checked
  let last = '';
  for (const key in fields) {
    if (key < last) return false;
    last = key;
    isText(key);
    const field = fields[key];
    if (typeof field === 'number' && field > 0) continue;
    if (field === undefined || !isCanonical(field)) return false;
  }
  return true;
}

function isCanonicalArray(items: readonly unknown[]): boolean {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'number' && item > 0) continue;
    if (!isCanonical(item)) return false;
  }
  return true;
}

function sortedCopy(fields: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of sortedKeys(fields)) {
    const field = fields[key];
    if (field !== undefined) copy[key] = canonical(field);
  }
  return copy;
}
