import type { JSX } from 'preact';
import { laneX } from './columns.ts';
import type { Window } from './window.ts';

/** A line for each process: of the colour of what it is in, dotted while it is down. */
export function LaneLines({ window }: { readonly window: Window }) {
  const { diagram, columns, first, last, yOfStep } = window;
  const lines: JSX.Element[] = [];
  diagram.segments.forEach((segments, lane) => {
    segments.forEach((segment, n) => {
      const next = segments[n + 1];
      if (segment.step > last || (next !== undefined && next.step < first)) return;
      const hue = segment.hue === undefined ? undefined : `hsl(${segment.hue} 65% 50%)`;
      lines.push(
        <line
          key={`${lane} ${segment.step}`}
          class={segment.isUp ? 'lane up' : 'lane'}
          style={hue === undefined ? {} : { stroke: hue }}
          x1={laneX(columns, lane)}
          x2={laneX(columns, lane)}
          y1={yOfStep(segment.step)}
          y2={next === undefined ? window.bottom : yOfStep(next.step)}
        />,
      );
    });
  });
  return <g>{lines}</g>;
}
