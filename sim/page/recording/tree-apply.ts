import { CONTAINERS, type Tree, type TreeChange, type TreePath } from './tree.ts';

/** A tree after some changes. Nothing is changed in place: the trees share all that is equal in them. */
export const applied = (tree: Tree | undefined, changes: readonly TreeChange[]): Tree =>
  changes.reduce<Tree>((before, change) => withChange(before, change, 0), tree ?? null);

function withChange(tree: Tree, change: TreeChange, depth: number): Tree {
  const { at } = change;
  if (depth === at.length) {
    if ('to' in change) return change.to;
    return 'length' in change && Array.isArray(tree) ? tree.slice(0, change.length) : tree;
  }
  const name = nameAt(at, depth);
  if (Array.isArray(tree)) {
    const copy: Tree[] = [...tree];
    copy[Number(name)] = withChange(copy[Number(name)] ?? null, change, depth + 1);
    return copy;
  }
  const fields = (typeof tree === 'object' && tree !== null ? tree : {}) as { readonly [name: string]: Tree }; // no array
  const container = CONTAINERS.find((each) => each in fields);
  if (container !== undefined)
    return { [container]: withChild(fields[container] as typeof fields, change, depth, name) }; // holds children
  return withChild(fields, change, depth, name);
}

function withChild(
  fields: { readonly [name: string]: Tree },
  change: TreeChange,
  depth: number,
  name: string,
): Tree {
  if (depth === change.at.length - 1 && 'gone' in change) {
    const { [name]: _, ...rest } = fields;
    return rest;
  }
  return { ...fields, [name]: withChange(fields[name] ?? null, change, depth + 1) };
}

const nameAt = (at: TreePath, depth: number): string => String(at[depth]);
