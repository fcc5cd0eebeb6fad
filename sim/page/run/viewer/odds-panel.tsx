import { Foldable } from '../../parts/foldable.tsx';
import { visible } from '../../parts/visible.ts';
import type { Run } from './run.ts';

interface OddsProps {
  readonly run: Run;
  readonly onSelect: (index: number) => void;
}

/** From where on the run was likely to fail: a bar for each step from which other futures were drawn. */
export function OddsPanel({ run: { odds, events }, onSelect }: OddsProps) {
  if (odds === undefined) return null;
  return (
    <section id="odds" aria-label="odds">
      <Foldable summary="from where on it was likely to fail">
        <p>{visible(odds.decided)}</p>
        {odds.at === null ? null : <p class="faint">The green mark on the time line is that step.</p>}
        <ol>
          {odds.shares.map(({ step, failed, of }) => (
            <li key={step}>
              <button
                type="button"
                class="link"
                onClick={() => onSelect(events.findIndex((event) => event.step >= step))}
              >
                step {step}
              </button>{' '}
              <meter min={0} max={of} value={failed} /> {failed} of {of} other futures fail
            </li>
          ))}
        </ol>
      </Foldable>
    </section>
  );
}
