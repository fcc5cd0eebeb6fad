import type { Tree, TreePath } from '../../recording/tree.ts';
import { type Branch, branchOf } from './children.ts';
import type { Subjects } from './subjects.ts';

/** A place in a state that is about the subjects. */
export interface Found {
  readonly path: TreePath;
  readonly tree: Tree;
}

const FOUND_MAX = 6;
const OF_ONE_CONTAINER_MAX = 3;
const DEPTH_MAX = 4;
/** How close to the best an item has to be. */
const CLOSE = 0.6;

/**
 * Finds the places in states that are about some subjects: fields that are named, and of long lists the items that hold what few
 * others hold, the later ones first. Remembers what is in a tree: from one step to the next nearly all stays as it is.
 */
export class SubjectFinder {
  private readonly subjects: Subjects;
  private readonly known = new WeakMap<object, ReadonlySet<string>>();

  constructor(subjects: Subjects) {
    this.subjects = subjects;
  }

  placesIn(state: Tree): readonly Found[] {
    const { words, pairs, names } = this.subjects;
    if (words.size === 0 && pairs.size === 0) return [];
    const found: Found[] = [];
    for (const [name, child] of branchOf(state)?.entries ?? []) {
      if (branchOf(child) !== undefined) this.look(child, [name], found);
      else if (names.has(String(name).toLowerCase())) found.push({ path: [name], tree: child });
    }
    return found.slice(0, FOUND_MAX);
  }

  private look(tree: Tree, path: TreePath, found: Found[]): void {
    const branch = branchOf(tree);
    if (branch === undefined || path.length > DEPTH_MAX) return;
    if (branch.kind === 'object')
      for (const [name, child] of branch.entries) this.look(child, [...path, name], found);
    else
      for (const { name, child } of this.bestOf(branch)) found.push({ path: [...path, name], tree: child });
  }

  private bestOf({ kind, entries }: Branch) {
    const items = entries.map(([name, child], place) => ({
      name,
      child,
      place,
      held: this.heldBy(child, name, kind),
    }));
    const counts = new Map<string, number>();
    for (const { held } of items)
      for (const subject of held) counts.set(subject, (counts.get(subject) ?? 0) + 1);
    // What stands in every item tells none from another.
    const worthOf = (held: ReadonlySet<string>): number => {
      let worth = 0;
      for (const subject of held) worth += Math.log((items.length + 1) / (counts.get(subject) ?? 1));
      return worth;
    };
    const ranked = items
      .filter(({ held }) => held.size > 0)
      .map((item) => ({ ...item, worth: worthOf(item.held) }))
      .sort((a, b) => b.worth - a.worth || b.place - a.place);
    const least = (ranked[0]?.worth ?? 0) * CLOSE;
    return ranked.slice(0, OF_ONE_CONTAINER_MAX).filter(({ worth }) => worth > least);
  }

  /** Which subjects a value holds anywhere, its own name with it. */
  private heldBy(tree: Tree, name: string | number, kind: Branch['kind']): ReadonlySet<string> {
    const held = new Set<string>();
    this.collect(tree, name, kind, held);
    return held;
  }

  private collect(tree: Tree, name: string | number, kind: Branch['kind'], held: Set<string>): void {
    const { words, pairs } = this.subjects;
    const key = String(name).replace(/^"(.*)"$/, '$1');
    if (kind !== 'array' && words.has(key)) held.add(key);
    if (typeof tree === 'string' && words.has(tree)) held.add(tree);
    const pair = `${key.toLowerCase()} ${String(tree)}`;
    if (typeof tree === 'number' && pairs.has(pair)) held.add(pair);
    if (typeof tree === 'object' && tree !== null) for (const subject of this.within(tree)) held.add(subject);
  }

  private within(tree: Tree & object): ReadonlySet<string> {
    const known = this.known.get(tree);
    if (known !== undefined) return known;
    const held = new Set<string>();
    const branch = branchOf(tree);
    if (branch !== undefined)
      for (const [name, child] of branch.entries) this.collect(child, name, branch.kind, held);
    this.known.set(tree, held);
    return held;
  }
}
