import type { JSX } from 'preact';
import { laneX } from './columns.ts';
import type { Window } from './window.ts';

/** A dot in its lane for each event that happened to a process. */
export function Dots({ window }: { readonly window: Window }) {
  const { diagram, layout, columns, firstRow, endRow, yOfRow } = window;
  const dots: JSX.Element[] = [];
  for (let row = firstRow; row < endRow; row++) {
    const event = diagram.events[layout.rows[row] ?? -1];
    if (event === undefined || event.lane === null) continue;
    dots.push(
      <circle
        key={row}
        class={event.tone === 'crash' ? 'dot crash' : 'dot'}
        cx={laneX(columns, event.lane)}
        cy={yOfRow(row)}
        r={event.tone === 'crash' ? 6 : Math.min(4, columns.laneWidth / 4)}
      />,
    );
  }
  return <g>{dots}</g>;
}
