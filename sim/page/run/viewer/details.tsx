import { clock } from '../../parts/clock.ts';
import type { Arrow } from '../../parts/space-time/model.ts';
import { visible } from '../../parts/visible.ts';
import { EventList } from './event-list.tsx';
import type { Known } from './known.ts';

interface DetailsProps {
  readonly known: Known;
  readonly selected: number;
  /** The message of the selected event on its ways. */
  readonly arrows: readonly Arrow[];
  /** What led to the selected event, latest first. */
  readonly ledHere: readonly number[];
  readonly onSelect: (index: number) => void;
}

const OF_OPERATION = 60;
const LED_HERE = 5;

/** The selected event: what belongs to it, what was wrong at that time, and what led to it. */
export function Details({ known, selected, arrows, ledHere, onSelect }: DetailsProps) {
  const { run, operations } = known;
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
      <EventList run={run} events={ends} shownAtFirst={LED_HERE} onSelect={onSelect} />
      {run.troubles
        .filter(({ from, until }) => from <= event.step && event.step <= until)
        .map(({ kind, text, from, until }, i) => (
          <div key={i} class={`trouble ${kind}`}>
            {visible(text)} (steps {from} to {until})
          </div>
        ))}
      {operations.at(event).map((operation) => (
        <EventList
          key={operation.call}
          run={run}
          title={`operation ${operation.id}`}
          events={operations.eventsOf(operation)}
          shownAtFirst={OF_OPERATION}
          onSelect={onSelect}
        />
      ))}
      <EventList
        run={run}
        title="what led here"
        events={ledHere}
        shownAtFirst={LED_HERE}
        onSelect={onSelect}
      />
    </section>
  );
}
