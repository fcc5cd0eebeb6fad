import { Inside } from './inside.ts';

/**
 * Plain data as JSON, whatever it is: arrays and objects as they are, and what JSON does not know in objects with one name
 * that begins with `$`.
 */
export type Tree = null | boolean | number | string | readonly Tree[] | { readonly [name: string]: Tree };

/** As a {@link Tree}, but one that may be brought up to date in place. */
export type LiveTree = null | boolean | number | string | LiveTree[] | { [name: string]: LiveTree };

/** Where a value stands in a tree: names, keys and indices from the outside in. */
export type TreePath = readonly (string | number)[];

/** One difference between a tree and the one before: a value that is new, that is gone, or an array that ends earlier. */
export type TreeChange =
  | { readonly at: TreePath; readonly to: Tree }
  | { readonly at: TreePath; readonly gone: true }
  | { readonly at: TreePath; readonly length: number };

/** One object, so that the holes of a long array are compared at once. */
const UNDEFINED: LiveTree = { $value: 'undefined' };

const BYTES_MAX = 256;

/** Objects whose children are named by something else than fields. */
export const CONTAINERS = ['$map', '$set', '$object'] as const;
export type Container = (typeof CONTAINERS)[number];

/** A value of plain data as a tree. What is no plain data is named, what lies deeper than anybody would look is left out. */
export function treeOf(value: unknown, inside = new Inside()): LiveTree {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $value: numberText(value) };
  if (value === undefined) return UNDEFINED;
  if (typeof value === 'bigint') return { $value: `${value}n` };
  if (typeof value === 'function') return { $value: `function ${value.name}` };
  if (typeof value !== 'object') return { $value: String(value) };
  if (ArrayBuffer.isView(value)) return bytes(value);
  const left = inside.enter(value);
  if (left !== undefined) return left;
  const tree = branchOf(value, inside);
  inside.leave();
  return tree;
}

function branchOf(value: object, inside: Inside): LiveTree {
  if (Array.isArray(value)) return Array.from(value, (item) => treeOf(item, inside)); // holes, too
  const [kind, entries] = entriesOf(value);
  const children: { [name: string]: LiveTree } = kind === undefined ? {} : Object.create(null);
  for (const [name, child] of entries) children[name] = treeOf(child, inside);
  return kind === undefined ? children : { [kind]: children };
}

/** The children of an object, a map or a set by name, and which of these it is. */
export function entriesOf(value: object): readonly [Container | undefined, Iterable<[string, unknown]>] {
  if (value instanceof Map) return ['$map', [...value].map(([key, child]) => [nameOf(key), child])];
  if (value instanceof Set) return ['$set', [...value].map((member) => [nameOf(member), true])];
  const entries = Object.entries(value);
  return [entries.some(([name]) => isReserved(name)) ? '$object' : undefined, entries];
}

/** Names that no plain object of a tree has: these mean something else there, or to the language. */
export const isReserved = (name: string): boolean => name.startsWith('$') || name === '__proto__';

/** Keys of other types than strings must not fall together with those. */
const nameOf = (key: unknown): string => (typeof key === 'string' ? JSON.stringify(key) : jsonOf(key));

const jsonOf = (key: unknown): string => {
  const tree = treeOf(key);
  if (typeof tree === 'object' && tree !== null && !Array.isArray(tree) && typeof tree['$value'] === 'string')
    return tree['$value'];
  return JSON.stringify(tree);
};

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function bytes(view: ArrayBufferView): LiveTree {
  const shown = new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, BYTES_MAX));
  return { $bytes: Buffer.from(shown).toString('hex'), $length: view.byteLength };
}
