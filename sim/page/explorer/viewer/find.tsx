import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { visible } from '../../parts/visible.ts';
import { addressOf, goTo } from './address.ts';
import type { Live } from './use-status.ts';

interface FindProps {
  readonly live: Live;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly path: readonly number[];
}

/** The search for a state: what is searched for, how far it has come, and where it leads. */
export function Find({ field, live, path }: FindProps) {
  const { find, status } = live;
  const last = status.find;
  const [text, setText] = useState(last?.predicate ?? '');
  const isFromHere = last !== undefined && last.from.join() === path.join();
  const isThere = last?.path?.join() === path.join();
  const submit = (event: Event): void => {
    event.preventDefault();
    if (last?.path !== undefined && isFromHere && last.predicate === text) goTo(last.path);
    else find(text);
  };
  return (
    <form id="find" onSubmit={submit}>
      <input
        ref={field}
        type="search"
        spellcheck={false}
        autocomplete="off"
        maxLength={1000}
        aria-label="search for a state in which this holds"
        placeholder="search for a state (/), such as states[0].status === 'normal' or messages.some((m) => m.type === 'Commit')"
        title="sees states, messages, inFlight, locals, history, replicas, processes"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      {last !== undefined && (
        <p id="found" role="status" class={last.isWrong ? 'bad' : 'faint'}>
          {isFromHere || isThere || last.isWrong ? '' : 'from another position: '}
          {last.path === undefined || isThere ? (
            visible(isThere ? 'this is the state that was found' : last.words)
          ) : (
            <a href={addressOf(last.path)}>{visible(last.words)}</a>
          )}
          {last.path !== undefined && isFromHere && (
            <>
              {' '}
              (<kbd>n</kbd> goes there)
            </>
          )}
          {last.isRunning && (
            <button type="button" onClick={() => find('')}>
              stop
            </button>
          )}
        </p>
      )}
    </form>
  );
}
