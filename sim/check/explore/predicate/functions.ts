import { sameData } from '../../parts/plain-data.ts';

/** Charges for work, so that a predicate ends soon whatever it does. */
export type Charge = (operations: number) => void;

type Callback = (...args: readonly unknown[]) => unknown;
type ListMethod = (list: readonly unknown[], args: readonly unknown[], charge: Charge) => unknown;

const withEach =
  (call: (list: readonly unknown[], each: Callback) => unknown): ListMethod =>
  (list, [each]) => {
    if (typeof each !== 'function')
      throw new TypeError('it needs a function, such as (m) => m.type === "Commit"');
    return call(list, each as Callback); // only arrow functions of predicates are functions
  };
const integer = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const positionOf = (list: readonly unknown[], value: unknown): number =>
  list.findIndex((each) => sameData(each, value));

const LIST: Readonly<Record<string, ListMethod>> = {
  some: withEach((list, each) => list.some((item, i) => each(item, i))),
  every: withEach((list, each) => list.every((item, i) => each(item, i))),
  filter: withEach((list, each) => list.filter((item, i) => each(item, i))),
  map: withEach((list, each) => list.map((item, i) => each(item, i))),
  flatMap: withEach((list, each) => list.flatMap((item, i) => each(item, i))),
  find: withEach((list, each) => list.find((item, i) => each(item, i))),
  findIndex: withEach((list, each) => list.findIndex((item, i) => each(item, i))),
  includes: (list, [value]) => positionOf(list, value) >= 0,
  indexOf: (list, [value]) => positionOf(list, value),
  at: (list, [place]) => list.at(integer(place) ?? 0),
  slice: (list, [from, to]) => list.slice(integer(from), integer(to)),
  concat: (list, [other]) => list.concat(other),
};

const MAP: Readonly<Record<string, (map: ReadonlyMap<unknown, unknown>, key: unknown) => unknown>> = {
  has: (map, key) => [...map.keys()].some((each) => sameData(each, key)),
  get: (map, key) => [...map].find(([each]) => sameData(each, key))?.[1],
  keys: (map) => [...map.keys()],
  values: (map) => [...map.values()],
  entries: (map) => [...map],
};

const TEXT: Readonly<Record<string, (text: string, args: readonly unknown[]) => unknown>> = {
  includes: (text, [part]) => text.includes(String(part)),
  startsWith: (text, [part]) => text.startsWith(String(part)),
  endsWith: (text, [part]) => text.endsWith(String(part)),
  indexOf: (text, [part]) => text.indexOf(String(part)),
  slice: (text, [from, to]) => text.slice(integer(from), integer(to)),
};

/** Functions that belong to no value, by their whole name. */
export const GLOBAL: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  'Object.keys': (value) => Object.keys(objectIn(value)),
  'Object.values': (value) => Object.values(objectIn(value)),
  'Object.entries': (value) => Object.entries(objectIn(value)),
  'Math.min': (...numbers) => Math.min(...numbers.map(Number)),
  'Math.max': (...numbers) => Math.max(...numbers.map(Number)),
  'Math.abs': (number) => Math.abs(Number(number)),
};

const METHODS: readonly string[] = [LIST, MAP, TEXT].flatMap((each) => Object.keys(each));
export const isMethod = (name: string): boolean => METHODS.includes(name);
export const methodNames = (): string => [...new Set(METHODS)].join(', ');

const objectIn = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** Calls a method of plain data. What is not there has no methods: the result is undefined, as with `?.`. */
export function callMethod(
  receiver: unknown,
  name: string,
  args: readonly unknown[],
  charge: Charge,
): unknown {
  if (receiver === undefined || receiver === null) return undefined;
  if (typeof receiver === 'string') return own(TEXT, name, 'a text')(receiver, args);
  if (receiver instanceof Map) {
    charge(receiver.size);
    return own(MAP, name, 'a Map')(receiver, args[0]);
  }
  const list = listIn(receiver);
  if (list === undefined)
    throw new TypeError(`${typeof receiver === 'object' ? 'an object' : 'this'} has no functions`);
  charge(list.length);
  if (receiver instanceof Set && name === 'has') return positionOf(list, args[0]) >= 0;
  if (receiver instanceof Set && name === 'values') return list;
  const result = own(LIST, name, 'a list')(list, args, charge);
  if (Array.isArray(result)) charge(result.length);
  return result;
}

function own<T>(methods: Readonly<Record<string, T>>, name: string, what: string): T {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined)
    throw new TypeError(`${what} has no such function; it has ${Object.keys(methods).join(', ')}`);
  return method;
}

function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return [...(value as Uint8Array)]; // typed arrays are alike here
  return undefined;
}

/** A field of plain data; undefined if it has none of that name. Nothing is inherited, so nothing of the machine can be reached. */
export function fieldOf(value: unknown, name: unknown): unknown {
  if (typeof value === 'string') return name === 'length' ? value.length : value[integer(name) ?? -1];
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Map || value instanceof Set) return name === 'size' ? value.size : undefined;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as readonly unknown[] | Uint8Array; // typed arrays are alike here
    return name === 'length' ? list.length : list[integer(name) ?? -1];
  }
  const key = String(name);
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
