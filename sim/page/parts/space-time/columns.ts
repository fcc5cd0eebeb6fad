import { clock } from '../clock.ts';
import type { Diagram } from './model.ts';

/** Where the columns of the diagram begin, in pixels, and how many signs fit beside the lanes. */
export interface Columns {
  readonly isCompact: boolean;
  readonly stepWidth: number;
  readonly timeWidth: number;
  readonly lanesAt: number;
  readonly laneWidth: number;
  readonly textAt: number;
  readonly textColumns: number;
}

export const LINE_PX = 18;
const COMPACT_BELOW_PX = 520;
const LANE_MIN_PX = 12;
const LANE_MAX_PX = 64;
const GAP_PX = 10;
const TEXT_COLUMNS_MIN = 12;

/** On a narrow screen the time stands below the step. */
export function columnsOf({ lanes, events }: Diagram, widthPx: number, letterPx: number): Columns {
  const isCompact = widthPx < COMPACT_BELOW_PX;
  const last = events.at(-1);
  const stepText = Math.max(4, String(last?.step ?? 0).length) * letterPx;
  const timeText = Math.max(4, clock(last?.timeUs ?? 0).length) * letterPx;
  const stepWidth = Math.ceil(isCompact ? Math.max(stepText, timeText * 0.85) : stepText);
  const timeWidth = isCompact ? 0 : Math.ceil(timeText) + GAP_PX;
  const room = Math.floor((widthPx * 0.36) / Math.max(1, lanes.length));
  const laneWidth = Math.max(LANE_MIN_PX, Math.min(LANE_MAX_PX, room));
  const lanesAt = GAP_PX + stepWidth + timeWidth + (isCompact ? 6 : GAP_PX);
  const textAt = lanesAt + laneWidth * lanes.length + 4;
  const textColumns = Math.max(TEXT_COLUMNS_MIN, Math.floor((widthPx - textAt - GAP_PX) / letterPx));
  return { isCompact, stepWidth, timeWidth, lanesAt, laneWidth, textAt, textColumns };
}

/** The middle of a lane. */
export const laneX = ({ lanesAt, laneWidth }: Columns, lane: number): number =>
  lanesAt + laneWidth / 2 + lane * laneWidth;
