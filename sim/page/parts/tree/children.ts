import { CONTAINERS, type Tree } from '../../recording/tree.ts';

/** A value that has others in it. */
export interface Branch {
  readonly kind: 'array' | 'object' | 'map' | 'set';
  readonly size: number;
  readonly entries: readonly (readonly [name: string | number, child: Tree])[];
}

const KINDS = { $map: 'map', $set: 'set', $object: 'object' } as const;

/** What is in a value; undefined for a leaf. */
export function branchOf(tree: Tree): Branch | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined;
  if (Array.isArray(tree)) return branch('array', [...tree.entries()]);
  const fields = tree as { readonly [name: string]: Tree }; // no array
  if ('$value' in fields || '$bytes' in fields) return undefined;
  for (const container of CONTAINERS) {
    const inner = fields[container];
    if (typeof inner === 'object' && inner !== null) return branch(KINDS[container], Object.entries(inner));
  }
  return branch('object', Object.entries(fields));
}

const branch = (kind: Branch['kind'], entries: Branch['entries']): Branch => ({
  kind,
  size: entries.length,
  entries,
});

/** The words for a leaf. */
export function leafText(tree: Tree, isQuoted: boolean): string {
  if (typeof tree === 'string') return isQuoted ? JSON.stringify(tree) : tree;
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return String(tree);
  const fields = tree as { readonly [name: string]: Tree }; // no array
  if (typeof fields['$value'] === 'string') return fields['$value'];
  const shown = String(fields['$bytes'] ?? '');
  const size = Number(fields['$length'] ?? 0);
  return `${size} bytes ${shown}${shown.length < 2 * size ? '…' : ''}`;
}
