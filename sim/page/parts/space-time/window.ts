import type { Columns } from './columns.ts';
import { type Layout, rowOfStep } from './layout.ts';
import type { Diagram } from './model.ts';

/** The part of a diagram that is drawn: some rows more than are seen. */
export interface Window {
  readonly diagram: Diagram;
  readonly layout: Layout;
  readonly columns: Columns;
  readonly firstRow: number;
  /** Exclusive. */
  readonly endRow: number;
  /** Edges of the picture, from the top of the diagram. */
  readonly top: number;
  readonly bottom: number;
  /** Steps of the first and the last row. */
  readonly first: number;
  readonly last: number;
  /** The middle of a row's first line, within the picture. */
  yOfRow(row: number): number;
  /** Where a step begins, within the picture or at its edge. */
  yOfStep(step: number): number;
}

const MARGIN_PX = 200;
const HALF_LINE_PX = 9;

export function windowOf(
  diagram: Diagram,
  layout: Layout,
  columns: Columns,
  topPx: number,
  heightPx: number,
): Window {
  const { rows, tops } = layout;
  const firstRow = tops.at(topPx - MARGIN_PX);
  const endRow = Math.min(rows.length, tops.at(topPx + heightPx + MARGIN_PX) + 1);
  const top = tops.top(firstRow);
  const bottom = tops.top(endRow);
  const stepAt = (row: number): number => diagram.events[rows[row] ?? 0]?.step ?? 0;
  return {
    diagram,
    layout,
    columns,
    firstRow,
    endRow,
    top,
    bottom: bottom - top,
    first: stepAt(firstRow),
    last: endRow === rows.length ? Number.POSITIVE_INFINITY : stepAt(endRow - 1),
    yOfRow: (row) => tops.top(row) - top + HALF_LINE_PX,
    yOfStep: (step) => Math.max(0, Math.min(bottom - top, tops.top(rowOfStep(layout, diagram, step)) - top)),
  };
}
