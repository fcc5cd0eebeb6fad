import type { JSX } from 'preact';
import { laneX } from './columns.ts';
import type { Arrow } from './model.ts';
import type { Window } from './window.ts';

interface ArrowsProps {
  readonly window: Window;
  /** Arrows to be seen before all others. */
  readonly strong: readonly Arrow[];
  /** Arrows to be seen before those of the rest. */
  readonly leading: readonly Arrow[];
}

/** The messages that pass through the window; a loss ends half way. */
export function Arrows({ window, strong, leading }: ArrowsProps) {
  const { diagram, layout, firstRow, endRow } = window;
  const weightOf = (arrow: Arrow): Weight =>
    strong.includes(arrow) ? 'strong' : leading.includes(arrow) ? 'leading' : '';
  const drawn: JSX.Element[] = [];
  for (const arrow of diagram.arrows) {
    if ((layout.rowOf[arrow.end] ?? 0) < firstRow || (layout.rowOf[arrow.start] ?? 0) > endRow) continue;
    drawn.push(<Line key={arrow.end} arrow={arrow} window={window} weight={weightOf(arrow)} />);
  }
  return <g>{drawn}</g>;
}

type Weight = 'strong' | 'leading' | '';

interface LineProps {
  readonly arrow: Arrow;
  readonly window: Window;
  readonly weight: Weight;
}

function Line({ arrow, window, weight }: LineProps) {
  const { columns, layout, yOfRow } = window;
  const { start, end, from, to, isLost } = arrow;
  const [x1, y1] = [laneX(columns, from), yOfRow(layout.rowOf[start] ?? 0)];
  const [toX, y2] = [laneX(columns, to), yOfRow(layout.rowOf[end] ?? 0)];
  const x2 = isLost ? (x1 + toX) / 2 : toX;
  const classes = ['arrow', isLost && 'lost', weight];
  return (
    <g class={classes.filter(Boolean).join(' ')}>
      <line x1={x1} y1={y1} x2={x2} y2={y2} />
      {isLost ? (
        <path d={`M${x2 - 4} ${y2 - 4}l8 8m0 -8l-8 8`} />
      ) : (
        <path class="head" d={headOf(x1, y1, x2, y2)} />
      )}
    </g>
  );
}

const HEAD_PX = 7;
const HALF_ANGLE = 0.4;

function headOf(x1: number, y1: number, x2: number, y2: number): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const corner = (by: number): string =>
    `${(x2 - HEAD_PX * Math.cos(angle + by)).toFixed(1)} ${(y2 - HEAD_PX * Math.sin(angle + by)).toFixed(1)}`;
  return `M${x2} ${y2}L${corner(-HALF_ANGLE)}L${corner(HALF_ANGLE)}Z`;
}
