import { clock } from '../../parts/clock.ts';
import { visible } from '../../parts/visible.ts';
import { type Pair, SIDES } from './pair-view.ts';

/** How both runs ended, and the first thing in which they differ. */
export function Headline({ pair }: { readonly pair: Pair }) {
  const { parting } = pair;
  return (
    <div id="headline">
      {SIDES.map((side) => {
        const { headline, about, violation } = pair[side].run;
        return (
          <div key={side}>
            <strong class={violation === undefined ? '' : 'bad'}>
              {side}: {visible(headline)}
            </strong>{' '}
            <span class="faint">{visible(about)}</span>
          </div>
        );
      })}
      {parting === undefined ? (
        <p id="parting">The runs are the same to the end.</p>
      ) : (
        <dl id="parting">
          <dt>first difference, after {parting} equal events (d)</dt>
          {SIDES.map((side) => {
            const event = pair[side].run.events[parting];
            return (
              <dd key={side}>
                {side}:{' '}
                {event === undefined
                  ? 'nothing more happens'
                  : `step ${event.step} · ${clock(event.timeUs)} ms · ${visible(event.text)}`}
              </dd>
            );
          })}
        </dl>
      )}
    </div>
  );
}
