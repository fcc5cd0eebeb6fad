import { RowTops } from '../rows/row-tops.ts';
import { lineCount } from '../rows/wrap.ts';
import { visible } from '../visible.ts';
import { type Columns, LINE_PX } from './columns.ts';
import type { Diagram } from './model.ts';

/** Which events are shown, and where. */
export interface Layout {
  /** Indices of the events that are shown. */
  readonly rows: Int32Array;
  /** The row of each event, or that of the next shown one. */
  readonly rowOf: Int32Array;
  readonly tops: RowTops;
}

export function layOut({ events }: Diagram, rows: Int32Array, { isCompact, textColumns }: Columns): Layout {
  const rowOf = new Int32Array(events.length);
  let row = 0;
  for (let i = 0; i < events.length; i++) {
    rowOf[i] = row;
    if (rows[row] === i) row++;
  }
  const linesMin = isCompact ? 2 : 1;
  return { rows, rowOf, tops: new RowTops(heights(), rows.length) };

  function* heights(): Generator<number> {
    for (const i of rows) {
      const lines = lineCount(visible(events[i]?.text ?? ''), textColumns);
      yield Math.max(linesMin, lines) * LINE_PX;
    }
  }
}

/** The row at which a step begins. */
export function rowOfStep({ rows }: Layout, { events }: Diagram, step: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[rows[middle] ?? 0]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From where on the rows are seen so that an event is among them: as they are, if it already is. */
export function topWith({ rowOf, tops }: Layout, event: number, topPx: number, roomPx: number): number {
  const row = rowOf[event] ?? 0;
  const isSeen = tops.top(row) >= topPx && tops.top(row + 1) <= topPx + roomPx;
  return isSeen ? topPx : Math.max(0, Math.min(tops.top(row) - roomPx / 2, tops.heightPx - roomPx));
}
