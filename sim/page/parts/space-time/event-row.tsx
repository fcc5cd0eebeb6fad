import { clock } from '../clock.ts';
import { linesOf } from '../rows/wrap.ts';
import { visible } from '../visible.ts';
import type { Columns } from './columns.ts';
import type { DiagramEvent } from './model.ts';

interface EventRowProps {
  readonly id: string;
  readonly event: DiagramEvent;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly columns: Columns;
  readonly isSelected: boolean;
  readonly isHit: boolean;
  readonly isAside: boolean;
  /** Whether the event is in the step of the violation. */
  readonly isViolation: boolean;
}

/** Step, time and text of an event, with the lanes drawn in between. */
export function EventRow(props: EventRowProps) {
  const { id, event, index, topPx, heightPx, columns, isSelected, isHit, isAside, isViolation } = props;
  const { stepWidth, timeWidth, textAt, textColumns, isCompact } = columns;
  const classes = [
    'row',
    event.tone,
    isSelected && 'selected',
    isHit && 'hit',
    isAside && 'aside',
    isViolation && 'violation',
  ];
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      class={classes.filter(Boolean).join(' ')}
      style={{ top: `${topPx}px`, height: `${heightPx}px` }}
      data-event={index}
    >
      <span class="step" style={{ width: `${stepWidth}px` }}>
        {event.step}
        {isCompact && <small>{clock(event.timeUs)}</small>}
      </span>
      {!isCompact && (
        <span class="time" style={{ width: `${timeWidth}px` }}>
          {clock(event.timeUs)}
        </span>
      )}
      <span class="words" style={{ left: `${textAt}px` }}>
        {linesOf(visible(event.text), textColumns).join('\n')}
      </span>
    </div>
  );
}
