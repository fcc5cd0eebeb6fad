import { useState } from 'preact/hooks';
import type { Tree } from '../../../page/recording/tree.ts';
import { shortText } from '../../parts/tree/short-text.ts';
import { TreeView } from '../../parts/tree/tree-view.tsx';
import { visible } from '../../parts/visible.ts';

const CHARACTERS = 60;
const NONE: ReadonlySet<string> = new Set();

/** A log entry in a cell; one that does not fit opens to any depth. */
export function LogEntry({ entry }: { readonly entry: Tree }) {
  const [isOpen, setOpen] = useState(false);
  const text = visible(shortText(entry, CHARACTERS));
  if (!text.includes('…')) return <>{text}</>;
  return (
    <>
      <button type="button" class="opener" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? '' : text}
      </button>
      {isOpen && <TreeView name="" tree={entry} path={[]} changed={NONE} isOpen />}
    </>
  );
}
