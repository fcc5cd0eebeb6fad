import { visible } from '../visible.ts';
import { BAR_HEIGHT_PX, BAR_TOP_PX, type Geometry, xOf } from './geometry.ts';
import type { LaneLink } from './model.ts';

/** A place in the picture. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** An arrow as it stands in the picture; `by` bends it, where both ends are in one lane. */
export interface Arrow {
  readonly from: Point;
  readonly by: Point;
  readonly to: Point;
  readonly words: string;
  /** Where the words begin, on their middle line. */
  readonly label: Point;
  readonly labelPx: number;
}

/** Arrows leave a bar behind its middle and arrive before it, so that two between the same bars can be told apart. */
const LEAVES = 0.7;
const ARRIVES = 0.3;
const PADDING_PX = 3;
const LINE_PX = 14;

/** Arrows between operations that are shown, with words that do not lie over each other. */
export function arrowsOf(
  geometry: Geometry,
  shown: readonly number[],
  links: readonly LaneLink[],
  letterPx: number,
): readonly Arrow[] {
  const arrows: Arrow[] = [];
  for (const { from, to, words } of links) {
    if (!shown.includes(from) || !shown.includes(to)) continue;
    const lanes = [laneOf(geometry, from), laneOf(geometry, to)] as const;
    const isBelow = lanes[1] > lanes[0];
    const isSame = lanes[0] === lanes[1];
    const start = edgeOf(geometry, from, LEAVES, isBelow || isSame);
    const end = edgeOf(geometry, to, ARRIVES, !isBelow);
    const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    const by = isSame ? { x: middle.x, y: start.y + geometry.lanePx - BAR_HEIGHT_PX } : middle;
    const labelPx = visible(words).length * letterPx + 2 * PADDING_PX;
    // Words stand in the gap beside the bar that their arrow leaves.
    const gapPx = geometry.lanePx - BAR_HEIGHT_PX;
    const y = start.y + (isBelow || isSame ? gapPx / 2 : -gapPx / 2);
    const share = isSame ? 0.5 : (y - start.y) / (end.y - start.y);
    const x = start.x + share * (end.x - start.x) - labelPx / 2;
    const label = free({ x: Math.max(x, geometry.left), y }, labelPx, arrows);
    arrows.push({ from: start, by, to: end, words, label, labelPx });
  }
  return arrows;
}

const laneOf = ({ history }: Geometry, index: number): number => history.operations[index]?.lane ?? 0;

/** A point at the upper or lower edge of a bar, as far along as `share` says, within the picture. */
function edgeOf(geometry: Geometry, index: number, share: number, isLower: boolean): Point {
  const { history, ends, top, left, width } = geometry;
  const inside = (x: number): number => Math.min(Math.max(x, left), width);
  const from = inside(xOf(geometry, history.operations[index]?.from ?? 0));
  const end = inside(xOf(geometry, ends[index] ?? 0));
  const y = laneOf(geometry, index) * geometry.lanePx - top + BAR_TOP_PX + (isLower ? BAR_HEIGHT_PX : 0);
  return { x: from + share * (end - from), y };
}

/** The first place further to the right where no other words are. */
function free({ x, y }: Point, widthPx: number, others: readonly Arrow[]): Point {
  const taken = others.find(
    ({ label, labelPx }) => Math.abs(label.y - y) < LINE_PX && label.x < x + widthPx && x < label.x + labelPx,
  );
  return taken === undefined ? { x, y } : free({ x: taken.label.x + taken.labelPx, y }, widthPx, others);
}
