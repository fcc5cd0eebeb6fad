import { Foldable } from '../../parts/foldable.tsx';
import { visible } from '../../parts/visible.ts';
import type { Run } from './run.ts';
import { stopAt } from './tour.ts';
import type { Action } from './view.ts';

interface TourProps {
  readonly run: Run;
  readonly selected: number;
  readonly act: (action: Action) => void;
}

/** The story as a guided tour: each stop leads to its step, and the whole page shows that step. */
export function TourPanel({ run, selected, act }: TourProps) {
  const { tour, events } = run;
  if (tour.length === 0) return null;
  const at = stopAt(tour, selected);
  const isThere = tour[at]?.event === selected;
  return (
    <section id="tour" aria-label="guided tour">
      <Foldable summary={`the story, stop by stop (${isThere ? `${at + 1} of ` : ''}${tour.length})`}>
        <div class="tour-keys">
          <button type="button" disabled={at < 0} onClick={() => act({ type: 'tour', by: -1 })}>
            ‹ stop before (T)
          </button>
          <button type="button" onClick={() => act({ type: 'tour', by: 1 })}>
            {at === tour.length - 1 ? 'from the start (t)' : 'next stop (t) ›'}
          </button>
        </div>
        <ol>
          {tour.map(({ event, text }, stop) => (
            <li key={event} {...(isThere && stop === at ? { 'aria-current': 'step' } : {})}>
              <button type="button" class="link" onClick={() => act({ type: 'select', index: event })}>
                {visible(text)}
              </button>{' '}
              <span class="faint">step {events[event]?.step}</span>
            </li>
          ))}
        </ol>
      </Foldable>
    </section>
  );
}
