import { Inside } from './inside.ts';
import { entriesOf, isReserved, type LiveTree, type TreeChange, treeOf } from './tree.ts';

/** A container with more changes than this, in more than half of its children, is told as a whole. */
const MANY = 8;

/**
 * Keeps the tree of a value that is changed in place, and tells what has changed since the last look. Only the tree is
 * compared: equal references say nothing about what was changed behind them.
 */
export class TreeWatcher {
  private tree: LiveTree | undefined;
  private readonly at: (string | number)[] = [];
  private told: TreeChange[] = [];
  private inside = new Inside();

  /** All changes since the last look; at the first look, the whole value. */
  changes(value: unknown): readonly TreeChange[] {
    this.told = [];
    this.inside = new Inside();
    this.tree = this.updated(this.tree, value);
    return this.told;
  }

  private updated(tree: LiveTree | undefined, value: unknown): LiveTree {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value))
      return this.asLeaf(tree, treeOf(value));
    const left = this.inside.enter(value);
    if (left !== undefined) return this.asLeaf(tree, left);
    const before = this.told.length;
    const changed = Array.isArray(value) ? this.updatedArray(tree, value) : this.updatedObject(tree, value);
    this.inside.leave();
    if (tree !== undefined && (changed <= MANY || changed <= sizeOf(tree) / 2)) return tree;
    this.told.length = before;
    return this.replaced(value);
  }

  private asLeaf(tree: LiveTree | undefined, leaf: LiveTree): LiveTree {
    if (tree !== undefined && isSame(tree, leaf)) return tree;
    this.told.push({ at: [...this.at], to: leaf });
    return leaf;
  }

  private replaced(value: object): LiveTree {
    const tree = treeOf(value, this.inside);
    this.told.push({ at: [...this.at], to: tree });
    return structuredClone(tree); // what was told must not change any more
  }

  /** How many children have changed; infinite: it was no array. */
  private updatedArray(tree: LiveTree | undefined, value: readonly unknown[]): number {
    if (!Array.isArray(tree)) return Number.POSITIVE_INFINITY;
    const cut = tree.length > value.length ? 1 : 0;
    if (cut > 0) {
      tree.length = value.length;
      this.told.push({ at: [...this.at], length: value.length });
    }
    let changed = cut;
    for (let i = 0; i < value.length; i++) {
      const before = this.told.length;
      tree[i] = this.child(tree[i], value[i], i);
      if (this.told.length > before) changed++;
    }
    return changed;
  }

  /** How many children have changed; infinite: it was no object of this kind. */
  private updatedObject(tree: LiveTree | undefined, value: object): number {
    if (value instanceof Map || value instanceof Set || !isPlain(tree)) return this.updatedNames(tree, value);
    const fields = value as Readonly<Record<string, unknown>>; // plain data: an object of named values
    let size = 0;
    let changed = 0;
    for (const name in fields) {
      if (!(name in tree) && isReserved(name)) return Number.POSITIVE_INFINITY;
      const before = this.told.length;
      tree[name] = this.child(tree[name], fields[name], name);
      if (this.told.length > before) changed++;
      size++;
    }
    return changed + this.without(tree, size, (name) => name in fields);
  }

  private updatedNames(tree: LiveTree | undefined, value: object): number {
    const [kind, entries] = entriesOf(value);
    const children = kind === undefined || !isObject(tree) ? undefined : tree[kind];
    if (!isObject(children)) return Number.POSITIVE_INFINITY;
    const names = new Set<string>();
    let changed = 0;
    for (const [name, each] of entries) {
      names.add(name);
      const before = this.told.length;
      children[name] = this.child(children[name], each, name);
      if (this.told.length > before) changed++;
    }
    return changed + this.without(children, names.size, (name) => names.has(name));
  }

  /** Removes what is not there any more, and says how much that was. */
  private without(children: Children, size: number, isThere: (name: string) => boolean): number {
    let known = 0;
    for (const _ in children) known++;
    if (known === size) return 0;
    for (const name of Object.keys(children)) {
      if (isThere(name)) continue;
      delete children[name];
      this.told.push({ at: [...this.at, name], gone: true });
    }
    return known - size;
  }

  private child(tree: LiveTree | undefined, value: unknown, name: string | number): LiveTree {
    if (tree !== undefined && tree === value && value !== 0) return tree; // nearly all; 0 may be -0
    this.at.push(name);
    const now = this.updated(tree, value);
    this.at.pop();
    return now;
  }
}

type Children = { [name: string]: LiveTree };

const isObject = (tree: LiveTree | undefined): tree is Children =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree);

/** An object whose children are its fields. */
const isPlain = (tree: LiveTree | undefined): tree is Children => {
  if (!isObject(tree)) return false;
  for (const name in tree) return !isReserved(name);
  return true;
};

function sizeOf(tree: LiveTree): number {
  if (!isObject(tree)) return Array.isArray(tree) ? tree.length : 1;
  const [[name, inner] = ['', null], ...others] = Object.entries(tree);
  return others.length === 0 && isReserved(name) && isObject(inner)
    ? Object.keys(inner).length
    : others.length + 1;
}

const isSame = (a: LiveTree, b: LiveTree): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
