import { visible } from '../visible.ts';
import { type Bar, barsOf, fitted, labelsOf, overlaps, PADDING_PX } from './bars.ts';
import { BAR_HEIGHT_PX, BAR_TOP_PX, type Geometry } from './geometry.ts';
import type { LaneLink, LaneOperation } from './model.ts';
import { paintLinks } from './paint-links.ts';

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
  readonly links: readonly LaneLink[];
  readonly selected: number;
  readonly hovered: number;
  readonly hasOrder: boolean;
}

const EXTENT_PX = 3;
const LABEL_MIN_PX = 24;

export function paint(painting: Painting): void {
  const { pen, geometry } = painting;
  pen.clearRect(0, 0, geometry.width, geometry.height);
  pen.textBaseline = 'middle';
  paintBars(painting);
  paintLinks(painting);
  paintNames(painting);
}

function paintBars(painting: Painting): void {
  const { geometry, shown, clash, selected, hovered, letterPx } = painting;
  const isNotable = (index: number): boolean => clash.has(index) || index === selected || index === hovered;
  const { plain, notable } = barsOf(geometry, shown, isNotable);
  const labels = labelsOf(notable, geometry, letterPx);
  for (const bar of plain) paintBar(painting, bar, !labels.some((label) => overlaps(bar, label)));
  for (const label of labels) {
    paintBar(painting, label, true);
    paintExtent(painting, label.bar);
  }
}

function paintBar(painting: Painting, { operation, index, x, y, width }: Bar, hasLabel: boolean): void {
  const { pen, palette, clash, selected, hovered } = painting;
  pen.fillStyle = clash.has(index) ? palette.clash : palette[operation.state];
  pen.fillRect(x, y + BAR_TOP_PX, width, BAR_HEIGHT_PX);
  if (index === selected || index === hovered) {
    pen.strokeStyle = palette.ink;
    pen.lineWidth = index === selected ? 2 : 1;
    pen.strokeRect(x + 1, y + BAR_TOP_PX, Math.max(1, width - 2), BAR_HEIGHT_PX);
  }
  if (width < LABEL_MIN_PX || !hasLabel) return;
  const words = visible(operation.words);
  const used = paintPlace(painting, operation, words, x + width, y, width);
  pen.fillStyle = palette.ink;
  const room = width - 2 * PADDING_PX - used;
  pen.fillText(fitted(words, room, painting.letterPx), x + PADDING_PX, y + BAR_TOP_PX + BAR_HEIGHT_PX / 2);
}

const WORDS_MIN = 12;

/** How long it really took, at the foot of a label that may be longer. */
function paintExtent({ pen, palette, clash }: Painting, { index, x, y, width }: Bar): void {
  pen.fillStyle = clash.has(index) ? palette.bad : palette.ink;
  pen.fillRect(x, y + BAR_TOP_PX + BAR_HEIGHT_PX - EXTENT_PX, width, EXTENT_PX);
}

/** The place in the order stands at the end of a bar, if there is room for words before it. Returns the room it takes. */
function paintPlace(
  { pen, palette, hasOrder, letterPx }: Painting,
  { place }: LaneOperation,
  words: string,
  end: number,
  y: number,
  width: number,
): number {
  if (!hasOrder || place === null) return 0;
  const text = `#${place + 1}`;
  const room = text.length * letterPx + 2 * PADDING_PX;
  if (width < room + (Math.min(words.length, WORDS_MIN) + 1) * letterPx + PADDING_PX) return 0;
  pen.fillStyle = palette.paper;
  pen.fillRect(end - room, y + BAR_TOP_PX + 3, room - 3, BAR_HEIGHT_PX - 6);
  pen.fillStyle = palette.order;
  pen.fillText(text, end - room + PADDING_PX - 1, y + BAR_TOP_PX + BAR_HEIGHT_PX / 2);
  return room;
}

function paintNames({ pen, palette, geometry, letterPx }: Painting): void {
  const { history, top, width, height, left, lanePx } = geometry;
  pen.clearRect(0, 0, left, height);
  const first = Math.max(0, Math.floor(top / lanePx));
  const end = Math.min(history.lanes.length, Math.ceil((top + height) / lanePx));
  for (let lane = first; lane < end; lane++) {
    const y = lane * lanePx - top;
    pen.fillStyle = palette.faint;
    pen.fillText(
      fitted(visible(history.lanes[lane] ?? ''), left - 12, letterPx),
      8,
      y + BAR_TOP_PX + BAR_HEIGHT_PX / 2,
    );
    pen.fillStyle = palette.line;
    pen.fillRect(0, y + lanePx - 0.5, width, 1);
  }
}
