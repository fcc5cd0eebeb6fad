import { useState } from 'preact/hooks';
import type { Tree, TreePath } from '../../recording/tree.ts';
import { visible } from '../visible.ts';
import { branchOf, leafText } from './children.ts';
import { pathText } from './differences.ts';
import { shortText } from './short-text.ts';

const SHOWN_AT_ONCE = 50;
const SUMMARY_LENGTH = 160;

interface TreeViewProps {
  readonly name: string;
  readonly tree: Tree;
  readonly path: TreePath;
  /** Places that have just changed. */
  readonly changed: ReadonlySet<string>;
  readonly isOpen?: boolean;
}

/** A value that opens to any depth. What is open stays open while the value changes. */
export function TreeView({ name, tree, path, changed, isOpen: opens = false }: TreeViewProps) {
  const [isOpen, setOpen] = useState(opens);
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const branch = branchOf(tree);
  const hasChanged = changed.has(pathText(path));
  const className = hasChanged ? 'field changed' : 'field';
  if (branch === undefined || branch.size === 0)
    return (
      <div class={className}>
        <span class="name">{visible(name)}</span> {visible(leafOrEmpty(tree))}
      </div>
    );
  return (
    <div class={className}>
      <button type="button" class="opener" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="name">{visible(name)}</span>{' '}
        {isOpen ? <span class="faint">{branch.size}</span> : visible(shortText(tree, SUMMARY_LENGTH))}
      </button>
      {isOpen && (
        <div class="children">
          {branch.entries.slice(0, shown).map(([child, value]) => (
            <TreeView
              key={child}
              name={String(child)}
              tree={value}
              path={[...path, child]}
              changed={changed}
            />
          ))}
          {branch.size > shown && (
            <button type="button" onClick={() => setShown(shown * 2)}>
              {branch.size - shown} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}

const leafOrEmpty = (tree: Tree): string =>
  branchOf(tree) === undefined ? leafText(tree, true) : shortText(tree, 20);
