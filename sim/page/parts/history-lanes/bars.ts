import { visible } from '../visible.ts';
import { type Geometry, xOf } from './geometry.ts';
import type { LaneOperation } from './model.ts';

/** An operation as it stands in the picture. */
export interface Bar {
  readonly operation: LaneOperation;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Room on both sides of the words in a bar. */
export const PADDING_PX = 4;
const BAR_MIN_PX = 1.5;

/** The bars that can be seen: those that somebody asked for, and the others. */
export function barsOf(
  geometry: Geometry,
  shown: readonly number[],
  isNotable: (operation: number) => boolean,
): { readonly plain: readonly Bar[]; readonly notable: readonly Bar[] } {
  const { history, ends, top, width, height, left, lanePx } = geometry;
  const rightmost = new Map<number, number>();
  const plain: Bar[] = [];
  const notable: Bar[] = [];
  for (const index of shown) {
    const operation = history.operations[index];
    if (operation === undefined) continue;
    const y = operation.lane * lanePx - top;
    const from = xOf(geometry, operation.from);
    const end = xOf(geometry, ends[index] ?? 0);
    if (end < left || from > width || y < -lanePx || y > height) continue;
    // Where many fall onto one pixel, one of them is drawn, unless it is of interest.
    const isWanted = isNotable(index);
    if (!isWanted && end - from < 1 && (rightmost.get(operation.lane) ?? -1) >= end - 1) continue;
    rightmost.set(operation.lane, end);
    const x = Math.max(from, left);
    const bar = { operation, index, x, y, width: Math.max(Math.min(end, width) - x, BAR_MIN_PX) };
    (isWanted ? notable : plain).push(bar);
  }
  return { plain, notable };
}

/** A bar with room for all its words, and where it really begins and ends. */
export interface Label extends Bar {
  readonly bar: Bar;
}

/** What is of interest lies over all else, with all its words, as long as it hides nothing else of interest. */
export function labelsOf(bars: readonly Bar[], geometry: Geometry, letterPx: number): readonly Label[] {
  const used = new Map<number, number>();
  return bars
    .toSorted((a, b) => a.x - b.x)
    .map((bar) => {
      const { lane, words } = bar.operation;
      const wanted = Math.max(bar.width, visible(words).length * letterPx + 2 * PADDING_PX + 1);
      const next = bars.find(({ operation, x }) => operation.lane === lane && x > bar.x);
      const end = Math.min(geometry.width, next?.x ?? geometry.width);
      const x = Math.max(Math.min(bar.x, end - wanted), Math.min(bar.x, used.get(lane) ?? geometry.left));
      const width = Math.max(bar.width, Math.min(wanted, end - x));
      used.set(lane, x + width);
      return { ...bar, x, width, bar };
    });
}

/** Whether one lies over the other. */
export const overlaps = (a: Bar, b: Bar): boolean =>
  a.operation.lane === b.operation.lane && a.x < b.x + b.width && b.x < a.x + a.width;

/** As much of a text as there is room for. What is left out is told below the picture. */
export function fitted(text: string, widthPx: number, letterPx: number): string {
  const letters = Math.floor(widthPx / letterPx);
  if (text.length <= letters) return text;
  return letters < 2 ? '' : `${text.slice(0, letters - 1)}…`;
}
