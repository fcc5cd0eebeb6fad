import type { Tree, TreePath } from '../../recording/tree.ts';
import { branchOf } from './children.ts';

/** A place at which two trees differ; undefined where one of them has nothing. */
export interface Difference {
  readonly path: TreePath;
  readonly before: Tree | undefined;
  readonly after: Tree | undefined;
}

const DIFFERENCES_MAX = 200;

/** The deepest places at which two trees differ, in the order of the second. What they share by reference is not looked at. */
export function differences(before: Tree | undefined, after: Tree | undefined): readonly Difference[] {
  const found: Difference[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(
  before: Tree | undefined,
  after: Tree | undefined,
  path: TreePath,
  found: Difference[],
): void {
  if (before === after || found.length >= DIFFERENCES_MAX) return;
  const old = before === undefined ? undefined : branchOf(before);
  const now = after === undefined ? undefined : branchOf(after);
  if (old === undefined || now === undefined || old.kind !== now.kind) {
    const isSame = old === undefined && now === undefined && JSON.stringify(before) === JSON.stringify(after);
    if (!isSame) found.push({ path, before, after });
    return;
  }
  const left = new Map(old.entries);
  for (const [name, child] of now.entries) {
    compare(left.get(name), child, [...path, name], found);
    left.delete(name);
  }
  for (const [name, child] of left) compare(child, undefined, [...path, name], found);
}

/** `log[12].body.key`. */
export const pathText = (path: TreePath): string =>
  path.map((name, i) => (typeof name === 'number' ? `[${name}]` : i === 0 ? name : `.${name}`)).join('');
