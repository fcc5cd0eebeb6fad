import { visible } from '../visible.ts';
import { type Geometry, LANE_PX, xOf } from './geometry.ts';
import type { LaneOperation } from './model.ts';

export const COLOURS = [
  'ink',
  'faint',
  'line',
  'paper',
  'ok',
  'unknown',
  'failed',
  'clash',
  'bad',
  'order',
] as const;
export type Palette = Readonly<Record<(typeof COLOURS)[number], string>>;

/** What is painted how. */
export interface Painting {
  readonly pen: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly letterPx: number;
  readonly geometry: Geometry;
  /** Indices of the operations that are shown. */
  readonly shown: readonly number[];
  readonly clash: ReadonlySet<number>;
  readonly selected: number;
  readonly hovered: number;
  readonly hasOrder: boolean;
}

const BAR_TOP_PX = 6;
const BAR_HEIGHT_PX = LANE_PX - 12;
const LABEL_MIN_PX = 24;
const PADDING_PX = 4;
const BAR_MIN_PX = 1.5;

export function paint(painting: Painting): void {
  const { pen, geometry } = painting;
  pen.clearRect(0, 0, geometry.width, geometry.height);
  pen.textBaseline = 'middle';
  paintBars(painting);
  paintNames(painting);
}

function paintBars(painting: Painting): void {
  const { geometry, shown, clash, selected, hovered } = painting;
  const { history, ends, top, width, height, left } = geometry;
  const rightmost = new Map<number, number>();
  for (const i of shown) {
    const operation = history.operations[i];
    if (operation === undefined) continue;
    const y = operation.lane * LANE_PX - top;
    const from = xOf(geometry, operation.from);
    const end = xOf(geometry, ends[i] ?? 0);
    if (end < left || from > width || y < -LANE_PX || y > height) continue;
    // Where many fall onto one pixel, one of them is drawn, unless it is of interest.
    const isNotable = clash.has(i) || i === selected || i === hovered;
    if (!isNotable && end - from < 1 && (rightmost.get(operation.lane) ?? -1) >= end - 1) continue;
    rightmost.set(operation.lane, end);
    const x = Math.max(from, left);
    paintBar(painting, operation, i, x, y, Math.max(Math.min(end, width) - x, BAR_MIN_PX));
  }
}

function paintBar(
  painting: Painting,
  operation: LaneOperation,
  i: number,
  x: number,
  y: number,
  width: number,
): void {
  const { pen, palette, clash, selected, hovered } = painting;
  pen.fillStyle = clash.has(i) ? palette.clash : palette[operation.state];
  pen.fillRect(x, y + BAR_TOP_PX, width, BAR_HEIGHT_PX);
  if (i === selected || i === hovered) {
    pen.strokeStyle = palette.ink;
    pen.lineWidth = i === selected ? 2 : 1;
    pen.strokeRect(x + 1, y + BAR_TOP_PX, Math.max(1, width - 2), BAR_HEIGHT_PX);
  }
  if (width < LABEL_MIN_PX) return;
  const used = paintPlace(painting, operation, x + width, y, width);
  pen.fillStyle = palette.ink;
  const words = fitted(visible(operation.words), width - 2 * PADDING_PX - used, painting.letterPx);
  pen.fillText(words, x + PADDING_PX, y + LANE_PX / 2);
}

/** The place in the order stands at the end of a bar, if there is room for words before it. Returns the room it takes. */
function paintPlace(
  { pen, palette, hasOrder, letterPx }: Painting,
  { place }: LaneOperation,
  end: number,
  y: number,
  width: number,
): number {
  if (!hasOrder || place === null) return 0;
  const text = `#${place + 1}`;
  const room = text.length * letterPx + 2 * PADDING_PX;
  if (width < room + 3 * letterPx) return 0;
  pen.fillStyle = palette.paper;
  pen.fillRect(end - room, y + BAR_TOP_PX + 3, room - 3, BAR_HEIGHT_PX - 6);
  pen.fillStyle = palette.order;
  pen.fillText(text, end - room + PADDING_PX - 1, y + LANE_PX / 2);
  return room;
}

function paintNames({ pen, palette, geometry, letterPx }: Painting): void {
  const { history, top, width, height, left } = geometry;
  pen.clearRect(0, 0, left, height);
  const first = Math.max(0, Math.floor(top / LANE_PX));
  const end = Math.min(history.lanes.length, Math.ceil((top + height) / LANE_PX));
  for (let lane = first; lane < end; lane++) {
    const y = lane * LANE_PX - top;
    pen.fillStyle = palette.faint;
    pen.fillText(fitted(visible(history.lanes[lane] ?? ''), left - 12, letterPx), 8, y + LANE_PX / 2);
    pen.fillStyle = palette.line;
    pen.fillRect(0, y + LANE_PX - 0.5, width, 1);
  }
}

/** As much of a text as there is room for. What is left out is told below the picture. */
function fitted(text: string, widthPx: number, letterPx: number): string {
  const letters = Math.floor(widthPx / letterPx);
  if (text.length <= letters) return text;
  return letters < 2 ? '' : `${text.slice(0, letters - 1)}…`;
}
