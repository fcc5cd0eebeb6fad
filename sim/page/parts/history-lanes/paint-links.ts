import { visible } from '../visible.ts';
import type { Geometry } from './geometry.ts';
import { type Arrow, arrowsOf } from './links.ts';
import type { LaneLink } from './model.ts';

/** What is painted how. */
interface Painting {
  readonly pen: CanvasRenderingContext2D;
  readonly palette: Readonly<Record<'bad' | 'paper', string>>;
  readonly letterPx: number;
  readonly geometry: Geometry;
  readonly shown: readonly number[];
  readonly links: readonly LaneLink[];
}

const HEAD_PX = 7;
const HEAD_HALF_RADIANS = 0.45;
const LABEL_PX = 14;
const PADDING_PX = 3;

/** Arrows between operations, over all bars, and then their words. */
export function paintLinks({ pen, palette, letterPx, geometry, shown, links }: Painting): void {
  const arrows = arrowsOf(geometry, shown, links, letterPx);
  pen.strokeStyle = palette.bad;
  pen.lineWidth = 1.5;
  pen.fillStyle = palette.bad;
  for (const arrow of arrows) paintArrow(pen, arrow);
  for (const { words, label, labelPx } of arrows) {
    pen.fillStyle = palette.paper;
    pen.fillRect(label.x, label.y - LABEL_PX / 2, labelPx, LABEL_PX);
    pen.fillStyle = palette.bad;
    pen.fillText(visible(words), label.x + PADDING_PX, label.y);
  }
}

function paintArrow(pen: CanvasRenderingContext2D, { from, by, to }: Arrow): void {
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.quadraticCurveTo(by.x, by.y, to.x, to.y);
  pen.stroke();
  const angle = Math.atan2(to.y - by.y, to.x - by.x);
  pen.beginPath();
  pen.moveTo(to.x, to.y);
  for (const turn of [-HEAD_HALF_RADIANS, HEAD_HALF_RADIANS])
    pen.lineTo(to.x - HEAD_PX * Math.cos(angle + turn), to.y - HEAD_PX * Math.sin(angle + turn));
  pen.fill();
}
