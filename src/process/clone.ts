import { type Copies, copyOfView } from './clone-view.ts';
import { ContractError } from './contract-error.ts';
import { isDeeplyFrozen } from './freeze.ts';
import { refusal, Uncloneable } from './uncloneable.ts';

/**
 * A deep copy of plain data: primitives, arrays, Maps, Sets, typed arrays, plain objects (with `null` as their prototype
 * as well). Whatever is reached twice is copied once, so cycles and shared parts stay as they are. What is frozen through
 * and through is not copied but shared. `what` names the value in errors.
 *
 * In two points it is not `structuredClone`: frozen values stay frozen, and of bytes cut from a slab only the cut is copied.
 * @throws ContractError for functions, symbols, class instances and other objects with a hidden state; it says where they are.
 */
export function clone<T>(value: T, what = 'the value'): T {
  if (typeof value !== 'object' || value === null) {
    if (isUnplain(value)) throw refusal(what, value, value);
    return value;
  }
  try {
    return copyOf(value, new Map()) as T; // a copy has the type of its original
  } catch (error) {
    if (error instanceof Uncloneable) throw refusal(what, value, error.culprit);
    if (error instanceof RangeError)
      throw new ContractError('a value without a copy', `${what} cannot be copied: it is nested too deeply`);
    throw error;
  }
}

const isUnplain = (value: unknown): boolean => typeof value === 'function' || typeof value === 'symbol';

function copyOf(source: object, copies: Copies): object {
  if (isDeeplyFrozen(source)) return source;
  const known = copies.get(source);
  if (known !== undefined) return known;
  const copy = copyOfUnknown(source, copies);
  return Object.isFrozen(source) ? Object.freeze(copy) : copy;
}

function copyOfUnknown(source: object, copies: Copies): object {
  if (Array.isArray(source)) return copyOfArray(source, copies);
  const prototype: unknown = Object.getPrototypeOf(source);
  if (prototype === Object.prototype) {
    const fields = source as Record<string, unknown>; // a plain object
    return copyOfFields(fields, { ...fields }, copies);
  }
  if (prototype === Map.prototype) return copyOfMap(source as Map<unknown, unknown>, copies); // by its prototype
  if (prototype === Set.prototype) return copyOfSet(source as Set<unknown>, copies); // by its prototype
  if (prototype === null) {
    const fields = source as Record<string, unknown>; // a plain object
    return copyOfFields(fields, Object.assign(Object.create(null), fields), copies);
  }
  if (ArrayBuffer.isView(source) && !(source instanceof DataView)) {
    return copyOfView(source as Uint8Array, copies); // or another typed array, which has the same methods
  }
  throw new Uncloneable(source);
}

const copyOfItem = (item: unknown, copies: Copies): unknown =>
  typeof item === 'object' && item !== null ? copyOf(item, copies) : plain(item);

function plain(value: unknown): unknown {
  if (isUnplain(value)) throw new Uncloneable(value);
  return value;
}

/** `slice` leaves holes where they are. */
function copyOfArray(source: unknown[], copies: Copies): unknown[] {
  if (Object.getPrototypeOf(source) !== Array.prototype) throw new Uncloneable(source);
  const copy = source.slice();
  copies.set(source, copy);
  for (let i = leadingNumbers(copy); i < copy.length; i++) {
    const item = copy[i];
    if (typeof item === 'object' && item !== null) {
      const inner = copyOf(item, copies);
      if (inner !== item) copy[i] = inner;
    } else if (typeof item === 'function' || typeof item === 'symbol') throw new Uncloneable(item);
  }
  return copy;
}

/** Arrays of numbers are common. A loop that meets nothing else takes a tenth of the time. */
function leadingNumbers(items: readonly unknown[]): number {
  if (typeof items[0] !== 'number') return 0;
  let i = 1;
  while (i < items.length && typeof items[i] === 'number') i++;
  return i;
}

/** `copy` has the fields of `source` already: what they contain is copied. */
function copyOfFields(
  source: Record<string, unknown>,
  copy: Record<string, unknown>,
  copies: Copies,
): Record<string, unknown> {
  copies.set(source, copy);
  for (const key in source) {
    const field = source[key];
    if (typeof field === 'object' && field !== null) {
      const inner = copyOf(field, copies);
      if (inner === field) continue;
      if (key === '__proto__') Object.defineProperty(copy, key, { value: inner });
      else copy[key] = inner;
    } else if (typeof field === 'function' || typeof field === 'symbol') throw new Uncloneable(field);
  }
  return copy;
}

function copyOfMap(source: Map<unknown, unknown>, copies: Copies): Map<unknown, unknown> {
  const copy = new Map<unknown, unknown>();
  copies.set(source, copy);
  for (const [key, item] of source) copy.set(copyOfItem(key, copies), copyOfItem(item, copies));
  return copy;
}

function copyOfSet(source: Set<unknown>, copies: Copies): Set<unknown> {
  const copy = new Set<unknown>();
  copies.set(source, copy);
  for (const item of source) copy.add(copyOfItem(item, copies));
  return copy;
}
