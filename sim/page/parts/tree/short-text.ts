import type { Tree } from '../../recording/tree.ts';
import { branchOf, leafText } from './children.ts';

const ITEMS_MAX = 8;
const DEPTH_MAX = 3;

/** A value in one line: `{view: 2, log: [1, 2, …5 more]}`. What does not fit is left out, and a dot for it put there. */
export function shortText(tree: Tree, lengthMax: number): string {
  const text = render(tree, 0, lengthMax);
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

function render(tree: Tree, depth: number, room: number): string {
  const branch = branchOf(tree);
  if (branch === undefined) return leafText(tree, depth > 0);
  if (depth > DEPTH_MAX || room <= 0) return '…';
  const { kind, size, entries } = branch;
  const parts: string[] = [];
  let used = 0;
  for (const [name, child] of entries.slice(0, ITEMS_MAX)) {
    if (used > room) break;
    const value = kind === 'set' ? '' : render(child, depth + 1, room - used);
    const part = kind === 'array' ? value : kind === 'set' ? String(name) : `${name}${BETWEEN[kind]}${value}`;
    parts.push(part);
    used += part.length + 2;
  }
  if (size > parts.length) parts.push(`…${size - parts.length} more`);
  const [open, close] = BRACKETS[kind];
  return `${open}${parts.join(', ')}${close}`;
}

const BETWEEN = { object: ': ', map: ' → ' } as const;
const BRACKETS = {
  array: ['[', ']'],
  object: ['{', '}'],
  map: ['Map{', '}'],
  set: ['Set{', '}'],
} as const;
