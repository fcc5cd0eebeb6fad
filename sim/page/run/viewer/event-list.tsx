import { useState } from 'preact/hooks';
import { EventLink } from '../../parts/event-link.tsx';
import type { Run } from './run.ts';

interface EventListProps {
  readonly run: Run;
  readonly title?: string;
  /** Indices of events. */
  readonly events: readonly number[];
  /** More are shown on demand. */
  readonly shownAtFirst: number;
  readonly onSelect: (index: number) => void;
}

/** Events to go to, with their steps. */
export function EventList({ run, title, events, shownAtFirst, onSelect }: EventListProps) {
  const [isWhole, setWhole] = useState(false);
  if (events.length === 0) return null;
  const shown = isWhole ? events : events.slice(0, shownAtFirst);
  return (
    <>
      {title !== undefined && <h2>{title}</h2>}
      <ul>
        {shown.map((index) => (
          <li key={index}>
            <EventLink
              index={index}
              text={`${run.events[index]?.step ?? ''} ${run.events[index]?.text ?? ''}`}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
      {shown.length < events.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {events.length - shown.length} more
        </button>
      )}
    </>
  );
}
