import type { TargetedMouseEvent } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useLetterWidth } from '../rows/use-letter-width.ts';
import { useViewport } from '../rows/use-viewport.ts';
import { Arrows } from './arrows.tsx';
import { Bands } from './bands.tsx';
import { columnsOf } from './columns.ts';
import { Dots } from './dots.tsx';
import { EventRow } from './event-row.tsx';
import { LaneHeads } from './lane-heads.tsx';
import { LaneLines } from './lane-lines.tsx';
import { type Layout, layOut, topWith } from './layout.ts';
import type { Arrow, Diagram } from './model.ts';
import { windowOf } from './window.ts';

interface SpaceTimeProps {
  /** Of the element; several in a page need several. */
  readonly id?: string;
  readonly diagram: Diagram;
  /** Indices of the visible events. */
  readonly rows: Int32Array;
  /** Index of the selected event; -1 for none. */
  readonly selected: number;
  /** Emphasized arrows. */
  readonly strong: readonly Arrow[];
  /** Arrows leading to the selected event. */
  readonly leading: readonly Arrow[];
  readonly isHit: (event: number) => boolean;
  /** Whether to dim an event; none when absent. */
  readonly isAside?: (event: number) => boolean;
  /** Step of the violation. */
  readonly violationStep: number | undefined;
  readonly label: string;
  readonly onSelect: (event: number) => void;
}

const HEAD_PX = 26;

/** Event last scrolled into view; the user may scroll away afterwards. */
interface Followed {
  readonly selected: number;
  readonly layout: Layout;
}

/** Space-time diagram of a run or any path of events: a lane per process, a row per event. */
export function SpaceTime(props: SpaceTimeProps) {
  const { diagram, rows, selected, strong, leading, isHit, violationStep, label, onSelect } = props;
  const { id = 'diagram', isAside = () => false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [viewport, scrollTo] = useViewport(scroller);
  const letterPx = useLetterWidth(scroller);
  const columns = useMemo(
    () => columnsOf(diagram, viewport.width, letterPx),
    [diagram, viewport.width, letterPx],
  );
  const layout = useMemo(() => layOut(diagram, rows, columns), [diagram, rows, columns]);
  const roomPx = viewport.height - HEAD_PX;
  const followed = useRef<Followed | undefined>(undefined);
  const isFollowed = followed.current?.selected === selected && followed.current.layout === layout;
  const topPx = isFollowed || selected < 0 ? viewport.top : topWith(layout, selected, viewport.top, roomPx);
  const window = windowOf(diagram, layout, columns, topPx, roomPx);

  useLayoutEffect(() => {
    followed.current = { selected, layout };
    if (topPx !== viewport.top) scrollTo(topPx);
  }, [selected, layout]);

  const clicked = ({ target }: TargetedMouseEvent<HTMLDivElement>): void => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-event]') : null;
    if (row !== null) onSelect(Number(row.dataset['event']));
  };
  const picture = {
    style: { top: `${window.top}px` },
    width: columns.textAt,
    height: Math.max(0, window.bottom),
  };
  const shown = [...layout.rows.subarray(window.firstRow, window.endRow)];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page handles keys globally
    <div
      id={id}
      class="diagram"
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={selected < 0 ? undefined : `${id}-event-${selected}`}
      onClick={clicked}
    >
      <LaneHeads lanes={diagram.lanes} columns={columns} />
      <div class="rows" style={{ height: `${layout.tops.heightPx}px` }}>
        <svg aria-hidden="true" {...picture}>
          <Bands window={window} />
        </svg>
        {shown.map((index, n) => {
          const row = window.firstRow + n;
          const event = diagram.events[index];
          if (event === undefined) return null;
          const topPx = layout.tops.top(row);
          return (
            <EventRow
              key={index}
              id={`${id}-event-${index}`}
              event={event}
              index={index}
              topPx={topPx}
              heightPx={layout.tops.top(row + 1) - topPx}
              columns={columns}
              isSelected={index === selected}
              isHit={isHit(index)}
              isAside={isAside(index)}
              isViolation={event.step === violationStep}
            />
          );
        })}
        <svg aria-hidden="true" {...picture}>
          <LaneLines window={window} />
          <Arrows window={window} strong={strong} leading={leading} />
          <Dots window={window} />
        </svg>
      </div>
    </div>
  );
}
