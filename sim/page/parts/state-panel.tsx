import { useMemo } from 'preact/hooks';
import type { Tree } from '../../page/recording/tree.ts';
import { Changes } from './tree/changes.tsx';
import { branchOf } from './tree/children.ts';
import { type Difference, differences, pathText } from './tree/differences.ts';
import type { Found, SubjectFinder } from './tree/subject-finder.ts';
import { TreeView } from './tree/tree-view.tsx';

interface StatePanelProps {
  readonly name: string;
  /** Undefined: it is down, or was never up. */
  readonly now: Tree | undefined;
  /** What it was a step before. */
  readonly before: Tree | undefined;
  /** Finds what is to be seen first. */
  readonly finder: SubjectFinder;
  /** Shows nothing else but what has just changed. */
  readonly isOnlyChanges?: boolean;
}

/** The state of one process: first what the violation is about, then what has just changed, then all of it. */
export function StatePanel({ name, now, before, finder, isOnlyChanges = false }: StatePanelProps) {
  const changes = useMemo(() => differences(before, now), [before, now]);
  const changed = useMemo(() => pathsOf(changes), [changes]);
  const places = useMemo(() => (now === undefined ? [] : finder.placesIn(now)), [now, finder]);
  if (now === undefined) return <h2>{name} is down</h2>;
  if (isOnlyChanges)
    return before === undefined || changes.length === 0 ? null : (
      <section class="state">
        <h2>{name}</h2>
        <Changes changes={changes} />
      </section>
    );
  return (
    <section class="state">
      <h2>{name}</h2>
      {places.length > 0 && <Places places={places} changed={changed} />}
      {before !== undefined && changes.length > 0 && <Changes changes={changes} />}
      {branchOf(now)?.entries.map(([field, value]) => (
        <TreeView key={field} name={String(field)} tree={value} path={[field]} changed={changed} />
      ))}
    </section>
  );
}

function Places({
  places,
  changed,
}: {
  readonly places: readonly Found[];
  readonly changed: ReadonlySet<string>;
}) {
  return (
    <div class="subjects">
      {places.map(({ path, tree }) => (
        <TreeView key={pathText(path)} name={pathText(path)} tree={tree} path={path} changed={changed} />
      ))}
    </div>
  );
}

/** All places that have changed, and those that these are in. */
function pathsOf(changes: readonly Difference[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of changes)
    for (let depth = 1; depth <= path.length; depth++) paths.add(pathText(path.slice(0, depth)));
  return paths;
}
