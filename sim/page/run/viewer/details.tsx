import { clock } from '../../parts/clock.ts';
import { EventLink } from '../../parts/event-link.tsx';
import type { Arrow } from '../../parts/space-time/model.ts';
import { visible } from '../../parts/visible.ts';
import { OperationEvents } from './operation-events.tsx';
import type { Operations } from './operations.ts';
import type { Run } from './run.ts';

interface DetailsProps {
  readonly run: Run;
  readonly operations: Operations;
  readonly selected: number;
  /** The message of the selected event on its ways. */
  readonly arrows: readonly Arrow[];
  readonly onSelect: (index: number) => void;
}

/** The selected event: what led to it, what belongs to it, and what was wrong at that time. */
export function Details({ run, operations, selected, arrows, onSelect }: DetailsProps) {
  const event = run.events[selected];
  if (event === undefined)
    return (
      <section id="selected" aria-live="polite">
        <p class="faint">No event is selected: ↓ goes to the first one, ? shows all keys.</p>
      </section>
    );
  const ends = [...new Set(arrows.flatMap(({ start, end }) => [start, end]))].filter((i) => i !== selected);
  return (
    <section id="selected" aria-live="polite">
      <h2>
        step {event.step} · {clock(event.timeUs)} ms
      </h2>
      <div>{visible(event.text)}</div>
      <ul>
        {ends.map((index) => (
          <li key={index}>
            <EventLink index={index} text={lineOf(run, index)} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {run.troubles
        .filter(({ from, until }) => from <= event.step && event.step <= until)
        .map(({ kind, text, from, until }, i) => (
          <div key={i} class={`trouble ${kind}`}>
            {visible(text)} (steps {from} to {until})
          </div>
        ))}
      {operations.at(event).map((operation) => (
        <OperationEvents
          key={operation.call}
          run={run}
          operation={operation}
          events={operations.eventsOf(operation)}
          onSelect={onSelect}
        />
      ))}
    </section>
  );
}

const lineOf = ({ events }: Run, index: number): string =>
  `${events[index]?.step ?? ''} ${events[index]?.text ?? ''}`;
