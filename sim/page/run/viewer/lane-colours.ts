import type { Tree } from '../../../events/recording/tree.ts';
import type { Segment } from '../../parts/space-time/model.ts';
import type { StateStep } from './run.ts';

/** Names that protocols give to the number of a leader's time in office. */
const PERIODS = /^(view|term|epoch|ballot|round|period)$/i;

/** The field by whose value lanes are coloured: the first that is named like a period of leadership. */
export function colourFieldOf(states: readonly (readonly StateStep[])[]): string | undefined {
  for (const steps of states) {
    const first = steps.find(({ changes }) => changes !== null)?.changes?.[0];
    if (first === undefined || !('to' in first) || first.at.length > 0) continue;
    const found = Object.keys(first.to ?? {}).find((name) => PERIODS.test(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a lane is of another colour from. */
export const segmentsOf = (
  states: readonly (readonly StateStep[])[],
  field: string | undefined,
): readonly (readonly Segment[])[] => states.map((steps) => segmentsOfLane(steps, field));

function segmentsOfLane(steps: readonly StateStep[], field: string | undefined): readonly Segment[] {
  const segments: Segment[] = [{ step: 0, isUp: false, hue: undefined }];
  for (const { step, changes } of steps) {
    const last = segments.at(-1);
    const isUp = changes !== null;
    const value = newValueOf(changes ?? [], field);
    const hue = isUp ? (value === undefined ? last?.hue : hueOf(value)) : undefined;
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
