import { useState } from 'preact/hooks';
import type { Tree } from '../../../page/recording/tree.ts';
import { visible } from '../visible.ts';
import { branchOf } from './children.ts';
import { type Difference, pathText } from './differences.ts';
import { shortText } from './short-text.ts';
import { TreeView } from './tree-view.tsx';

const SHOWN_AT_FIRST = 12;

/** What has just changed, and what it was before. */
export function Changes({ changes }: { readonly changes: readonly Difference[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, SHOWN_AT_FIRST);
  return (
    <div class="changes">
      {shown.map((change) => (
        <Change key={pathText(change.path)} change={change} />
      ))}
      {shown.length < changes.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {changes.length - shown.length} more
        </button>
      )}
    </div>
  );
}

const SIDE_LENGTH = 80;
const NONE: ReadonlySet<string> = new Set();

/** One change in a line; what does not fit there opens to any depth. */
function Change({ change: { path, before, after } }: { readonly change: Difference }) {
  const [isOpen, setOpen] = useState(false);
  const name = <span class="name">{visible(pathText(path))}</span>;
  const line = `${side(before)} → ${side(after)}`;
  if (!isLong(before) && !isLong(after))
    return (
      <div>
        {name} {line}
      </div>
    );
  return (
    <div>
      <button type="button" class="opener" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {name} {isOpen ? '' : line}
      </button>
      {isOpen && (
        <div class="children">
          {before !== undefined && <TreeView name="before" tree={before} path={path} changed={NONE} isOpen />}
          {after !== undefined && <TreeView name="after" tree={after} path={path} changed={NONE} isOpen />}
        </div>
      )}
    </div>
  );
}

const side = (tree: Tree | undefined): string =>
  tree === undefined ? 'nothing' : visible(shortText(tree, SIDE_LENGTH));

const isLong = (tree: Tree | undefined): boolean =>
  tree !== undefined &&
  (branchOf(tree) !== undefined || shortText(tree, SIDE_LENGTH + 1).length > SIDE_LENGTH);
