import { visible } from '../visible.ts';
import { type Columns, laneX } from './columns.ts';
import type { Lane } from './model.ts';

/** The names of the columns, which stay when the rest is scrolled. */
export function LaneHeads({
  lanes,
  columns,
}: {
  readonly lanes: readonly Lane[];
  readonly columns: Columns;
}) {
  const { stepWidth, timeWidth, laneWidth, isCompact } = columns;
  // Of many narrow lanes not each has room for its name.
  const every = Math.ceil(24 / laneWidth);
  return (
    <div class="lane-heads">
      <span class="step" style={{ width: `${stepWidth}px` }}>
        step
      </span>
      {!isCompact && (
        <span class="time" style={{ width: `${timeWidth}px` }}>
          ms
        </span>
      )}
      {lanes.map(({ name, short }, lane) => (
        <span
          key={lane}
          class="lane-head"
          title={visible(name)}
          style={{ left: `${laneX(columns, lane)}px` }}
        >
          {lane % every === 0 ? visible(short) : ''}
        </span>
      ))}
    </div>
  );
}
