import { laneX } from './columns.ts';
import type { LaneBand } from './model.ts';
import type { Window } from './window.ts';

const LEAST_PX = 18;
const DISK_PX = 10;

/** What is wrong for a while shades its lanes: a cut link those at both its ends. */
export function Bands({ window }: { readonly window: Window }) {
  const { diagram, first, last } = window;
  return (
    <g>
      {diagram.bands.map((band, n) =>
        band.until < first || band.from > last ? null : <Shades key={n} band={band} window={window} />,
      )}
    </g>
  );
}

function Shades({ band, window }: { readonly band: LaneBand; readonly window: Window }) {
  const { columns, yOfStep } = window;
  const { kind, lanes, from, until } = band;
  const top = yOfStep(from);
  const height = Math.max(LEAST_PX, yOfStep(until + 1) - top);
  const width = kind === 'disk' ? Math.min(DISK_PX, columns.laneWidth / 2) : columns.laneWidth - 4;
  const left = kind === 'disk' ? columns.laneWidth / 2 - width - 2 : -columns.laneWidth / 2 + 2;
  return lanes.map((lane) => (
    <rect
      key={lane}
      class={`band ${kind}`}
      fill={`var(--${kind})`}
      x={laneX(columns, lane) + left}
      y={top}
      width={width}
      height={height}
    />
  ));
}
