import type { Segment } from '../../parts/space-time/model.ts';
import type { Tree, TreeChange } from '../../recording/tree.ts';
import type { StateStep } from './run.ts';

/** Names that protocols give to the number of a leader's time in office. */
const PERIODS = /^(view|term|epoch|ballot|round|period)$/i;

/** The field by whose value lanes are coloured: of those that are named like a period of leadership the one that changes most. */
export function colourFieldOf(states: readonly (readonly StateStep[])[]): string | undefined {
  const counts = new Map<string, number>();
  for (const change of states.flat().flatMap(({ changes }) => changes ?? []))
    for (const name of namesIn(change))
      if (PERIODS.test(name)) counts.set(name, (counts.get(name) ?? 0) + change.at.length);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0];
}

/** The fields that a change is about: all of a state that is new. */
function namesIn(change: TreeChange): readonly string[] {
  if (change.at.length > 1 || !('to' in change)) return [];
  return change.at.length === 1 ? change.at.map(String) : Object.keys(change.to ?? {});
}

/** Where a lane is of another colour from. */
export const segmentsOf = (
  states: readonly (readonly StateStep[])[],
  field: string | undefined,
): readonly (readonly Segment[])[] => states.map((steps) => segmentsOfLane(steps, field));

function segmentsOfLane(steps: readonly StateStep[], field: string | undefined): readonly Segment[] {
  const segments: Segment[] = [{ step: 0, isUp: false, hue: undefined }];
  let known: number | undefined; // what a process starts with again is told as changes of what it had
  for (const { step, changes } of steps) {
    const value = newValueOf(changes ?? [], field);
    if (value !== undefined) known = hueOf(value);
    const isUp = changes !== null;
    const hue = isUp ? known : undefined;
    const last = segments.at(-1);
    if (last?.isUp !== isUp || last.hue !== hue) segments.push({ step, isUp, hue });
  }
  return segments;
}

/** The new value of a field, if it has changed. */
function newValueOf(changes: NonNullable<StateStep['changes']>, field: string | undefined): Tree | undefined {
  if (field === undefined) return undefined;
  const change = changes.findLast(({ at }) => at.length === 0 || (at.length === 1 && at[0] === field));
  if (change === undefined || !('to' in change)) return undefined;
  if (change.at.length === 1) return change.to;
  const { to } = change;
  return typeof to === 'object' && to !== null && !Array.isArray(to)
    ? (to as { readonly [name: string]: Tree })[field] // no array
    : undefined;
}

/** Values that follow each other have colours that are far apart. */
const hueOf = (value: Tree): number | undefined =>
  typeof value === 'number' ? (Math.abs(value) * 67 + 210) % 360 : undefined;
