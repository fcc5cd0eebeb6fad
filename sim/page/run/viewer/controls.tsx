import type { Ref, TargetedInputEvent, TargetedSubmitEvent } from 'preact';
import { Foldable } from '../../parts/foldable.tsx';
import type { Known } from './known.ts';
import type { Action } from './view.ts';

interface ControlsProps {
  readonly known: Known;
  readonly hidden: ReadonlySet<string>;
  readonly needle: string;
  readonly field: Ref<HTMLInputElement>;
  readonly act: (action: Action) => void;
}

/** What is searched for, and which kinds of events are shown. */
export function Controls({ known, hidden, needle, field, act }: ControlsProps) {
  const submitted = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    act({ type: 'next-hit', by: 1 });
  };
  return (
    <form id="controls" onSubmit={submitted}>
      <input
        id="search"
        ref={field}
        type="search"
        placeholder="search (/)"
        aria-label="search"
        onInput={(event: TargetedInputEvent<HTMLInputElement>) =>
          act({ type: 'search', needle: event.currentTarget.value })
        }
      />
      <span id="hits" role="status">
        {hitsText(known, hidden, needle)}
      </span>
      <Foldable summary="kinds of events">
        <fieldset id="kinds" aria-label="kinds of events">
          {known.kinds.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={!hidden.has(kind)}
                onChange={(event) => act({ type: 'kind', kind, isShown: event.currentTarget.checked })}
              />
              {kind}
            </label>
          ))}
        </fieldset>
      </Foldable>
    </form>
  );
}

function hitsText(known: Known, hidden: ReadonlySet<string>, needle: string): string {
  const { shown, wanted } = known.rows(hidden);
  if (needle !== '') return `${known.search(needle).count(shown)} found (Enter: next)`;
  const explaining = shown.length - wanted;
  if (explaining === 0) return `${wanted} events`;
  const those =
    explaining === 1 ? '1 timer or disk that explains' : `${explaining} timers and disks that explain`;
  return `${wanted} events, ${those} them`;
}
