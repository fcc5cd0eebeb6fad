import type { Tree, TreePath } from '../../../events/recording/tree.ts';
import { branchOf } from './children.ts';

/** What somebody is interested in: values, and fields with their value, as they stand in a sentence. */
export interface Subjects {
  /** Words that may be values: keys, what was written. */
  readonly words: ReadonlySet<string>;
  /** `op 41`, in small letters. */
  readonly pairs: ReadonlySet<string>;
  /** The names of these pairs. */
  readonly names: ReadonlySet<string>;
}

/** A place in a state that is about the subjects. */
export interface Found {
  readonly path: TreePath;
  readonly tree: Tree;
}

/** Numbers behind these words are about the run, not about a state. */
const NOT_OF_STATES = new Set([
  'step',
  'steps',
  'at',
  'replica',
  'replicas',
  'client',
  'clients',
  'seed',
  'of',
  'by',
]);
const WORD_LENGTH_MIN = 2;
const FOUND_MAX = 6;
const OF_ONE_CONTAINER_MAX = 3;

/** Reads the subjects out of sentences. */
export function subjectsOf(sentences: readonly string[]): Subjects {
  const words = new Set<string>();
  const pairs = new Set<string>();
  const names = new Set<string>();
  for (const sentence of sentences) {
    for (const [, name = '', value = ''] of sentence.matchAll(/([A-Za-z_]+)[ =:#]+(\d[\d,]*)\b/g)) {
      const low = name.toLowerCase();
      if (NOT_OF_STATES.has(low)) continue;
      pairs.add(`${low} ${value.replaceAll(',', '')}`);
      names.add(low);
    }
    for (const [word] of sentence.matchAll(/[\w.:-]*\w/g)) {
      if (word.length >= WORD_LENGTH_MIN && /\d/.test(word) && !/^\d+$/.test(word)) words.add(word);
    }
    for (const [, quoted = ''] of sentence.matchAll(/"([^"]+)"/g)) words.add(quoted);
  }
  return { words, pairs, names };
}

/**
 * The places in a state that the subjects are about, the closest first: fields that are named, and of long lists the items
 * that hold what few others hold.
 */
export function placesOf(state: Tree, subjects: Subjects, memory: SubjectMemory): readonly Found[] {
  if (subjects.words.size === 0 && subjects.pairs.size === 0) return [];
  const found: Found[] = [];
  for (const [name, child] of branchOf(state)?.entries ?? []) {
    if (branchOf(child) === undefined) {
      if (subjects.names.has(String(name).toLowerCase())) found.push({ path: [name], tree: child });
    } else look(child, [name], subjects, memory, found);
  }
  return found.slice(0, FOUND_MAX);
}

const DEPTH_MAX = 4;

function look(tree: Tree, path: TreePath, subjects: Subjects, memory: SubjectMemory, found: Found[]): void {
  const branch = branchOf(tree);
  if (branch === undefined || path.length > DEPTH_MAX) return;
  if (branch.kind === 'object') {
    for (const [name, child] of branch.entries) look(child, [...path, name], subjects, memory, found);
    return;
  }
  const holds = branch.entries.map(([name, child]) => memory.held(child, String(name), subjects));
  const counts = new Map<string, number>();
  for (const held of holds) for (const subject of held) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  if (counts.size === 0) return;
  // What stands in every item tells none from another.
  const worth = (held: ReadonlySet<string>): number =>
    [...held].reduce((sum, subject) => sum + Math.log((branch.size + 1) / (counts.get(subject) ?? 1)), 0);
  const ranked = branch.entries.flatMap(([name, child], i) => {
    const value = worth(holds[i] ?? new Set());
    return value > 0 ? [{ value, path: [...path, name], tree: child }] : [];
  });
  ranked.sort((a, b) => b.value - a.value);
  const best = ranked[0]?.value ?? 0;
  for (const { value, path: at, tree: item } of ranked.slice(0, OF_ONE_CONTAINER_MAX))
    if (value > best * 0.6) found.push({ path: at, tree: item });
}

/** Remembers what is in trees: from one step to the next nearly all stay as they are. */
export class SubjectMemory {
  private readonly known = new WeakMap<object, ReadonlySet<string>>();

  /** Which of the subjects a value holds anywhere. */
  held(tree: Tree, name: string, subjects: Subjects): ReadonlySet<string> {
    const held = new Set<string>();
    this.collect(tree, name, subjects, held);
    return held;
  }

  private collect(tree: Tree, name: string, subjects: Subjects, held: Set<string>): void {
    const branch = branchOf(tree);
    if (branch === undefined || typeof tree !== 'object' || tree === null) {
      if (typeof tree === 'string' && subjects.words.has(tree)) held.add(tree);
      const pair = `${name.toLowerCase()} ${String(tree)}`;
      if (typeof tree === 'number' && subjects.pairs.has(pair)) held.add(pair);
      return;
    }
    let within = this.known.get(tree);
    if (within === undefined) {
      const inside = new Set<string>();
      for (const [child, value] of branch.entries) {
        const key = String(child).replace(/^"(.*)"$/, '$1');
        if (branch.kind !== 'array' && subjects.words.has(key)) inside.add(key);
        this.collect(value, String(child), subjects, inside);
      }
      this.known.set(tree, inside);
      within = inside;
    }
    for (const subject of within) held.add(subject);
  }
}
