import { useState } from 'preact/hooks';
import { EventLink } from '../../parts/event-link.tsx';
import type { Operation } from './operations.ts';
import type { Run } from './run.ts';

interface OperationEventsProps {
  readonly run: Run;
  readonly operation: Operation;
  readonly events: readonly number[];
  readonly onSelect: (index: number) => void;
}

const SHOWN_AT_FIRST = 60;

/** All that belongs to an operation. */
export function OperationEvents({ run, operation, events, onSelect }: OperationEventsProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? events : events.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <h2>operation {operation.id}</h2>
      <ul class="operation">
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
