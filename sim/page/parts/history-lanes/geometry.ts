import type { LaneHistory, LaneOperation, Span } from './model.ts';

const LANE_PX = 34;
/** With room for words beside arrows. */
const LINKED_LANE_PX = 58;
export const BAR_TOP_PX = 6;
export const BAR_HEIGHT_PX = 22;

export const lanePxOf = (hasLinks: boolean): number => (hasLinks ? LINKED_LANE_PX : LANE_PX);
const NAMES_MIN_PX = 90;
const NAMES_SHARE_MAX = 0.35;
/** What cannot be seen cannot be pointed at. */
const BAR_MIN_PX = 3;

/** Where things are in the picture of a history. */
export interface Geometry {
  readonly history: LaneHistory;
  readonly ends: Float64Array;
  readonly span: Span;
  /** How far it is scrolled down. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Lanes begin here; their names stand before. */
  readonly left: number;
  readonly lanePx: number;
}

/** Room for the names of the lanes, as far as there is any. */
export const namesWidth = (lanes: readonly string[], letterPx: number, width: number): number =>
  Math.max(
    NAMES_MIN_PX,
    Math.min(width * NAMES_SHARE_MAX, Math.max(0, ...lanes.map(({ length }) => length)) * letterPx + 16),
  );

export const xOf = ({ span, left, width }: Geometry, time: number): number =>
  left + ((time - span.from) / span.span) * (width - left);

export const timeAt = ({ span, left, width }: Geometry, x: number): number =>
  span.from + ((x - left) / (width - left)) * span.span;

export const topMax = ({
  history,
  height,
  lanePx,
}: Pick<Geometry, 'history' | 'height' | 'lanePx'>): number =>
  Math.max(0, history.lanes.length * lanePx - height);

/** The operation at a place of the picture; -1: none. */
export function operationAt(geometry: Geometry, shown: readonly number[], x: number, y: number): number {
  const { history, ends, top, lanePx } = geometry;
  const lane = Math.floor((y + top) / lanePx);
  const isThere = (i: number, operation: LaneOperation | undefined): boolean => {
    if (operation?.lane !== lane) return false;
    const from = xOf(geometry, operation.from);
    return from <= x && x <= Math.max(xOf(geometry, ends[i] ?? 0), from + BAR_MIN_PX);
  };
  return shown.find((i) => isThere(i, history.operations[i])) ?? -1;
}
