import { useMemo } from 'preact/hooks';
import { branchOf } from '../../parts/tree/children.ts';
import { type Difference, differences, pathText } from '../../parts/tree/differences.ts';
import { shortText } from '../../parts/tree/short-text.ts';
import { TreeView } from '../../parts/tree/tree-view.tsx';
import { visible } from '../../parts/visible.ts';
import type { Tree } from '../../recording/tree.ts';

const NOTHING: readonly Difference[] = [];
const OLD_LENGTH = 80;

interface FieldProps {
  readonly name: string;
  readonly value: Tree;
  /** Value on the other side, if it differs. */
  readonly other?: Tree | undefined;
  readonly isChanged: boolean;
  /** Whether the other value is told, too. */
  readonly tellsOther?: boolean;
}

/** A part of a process's state, which opens to any depth, with the places where it differs. */
export function Field({ isChanged, name, other, tellsOther = false, value }: FieldProps) {
  const found = useMemo(
    () => (isChanged && other !== undefined ? differences(other, value) : NOTHING),
    [isChanged, other, value],
  );
  const changed = useMemo(
    () => new Set([...(isChanged ? [name] : []), ...found.map(({ path }) => pathText([name, ...path]))]),
    [found, isChanged, name],
  );
  return (
    <>
      <TreeView name={name} tree={value} path={[name]} changed={changed} />
      {tellsOther &&
        found.slice(0, DIFFERENCES_SHOWN).map(({ before, path }) => (
          <div key={pathText(path)} class="was faint">
            {branchOf(value) === undefined ? 'was ' : `${visible(pathText(path)) || 'all'} was `}
            {before === undefined ? 'not there' : <s>{visible(shortText(before, OLD_LENGTH))}</s>}
          </div>
        ))}
    </>
  );
}

const DIFFERENCES_SHOWN = 5;
