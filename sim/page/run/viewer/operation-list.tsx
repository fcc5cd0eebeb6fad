import { useState } from 'preact/hooks';
import { EventLink } from '../../parts/event-link.tsx';
import type { Operation } from './operations.ts';
import type { Run } from './run.ts';

interface OperationListProps {
  readonly run: Run;
  readonly operations: readonly Operation[];
  readonly onSelect: (index: number) => void;
}

const PAGE = 100;

/** What the clients asked for and got, in order, a page at a time; it opens where the violation is. */
export function OperationList({ run, operations, onSelect }: OperationListProps) {
  const clash = run.violation?.clash;
  const [from, setFrom] = useState(() => {
    const first = operations.findIndex(({ id }) => clash?.has(id));
    return Math.floor(Math.max(0, first) / PAGE) * PAGE;
  });
  const end = Math.min(operations.length, from + PAGE);
  return (
    <section id="history">
      <h2>operations of the clients</h2>
      <ul>
        {operations.slice(from, end).map(({ id, call, end: returned }) => (
          <li key={call} class={clash?.has(id) === true ? 'clash' : ''}>
            {clash?.has(id) === true && <strong>✗ </strong>}
            <EventLink index={call} text={run.events[call]?.text ?? ''} onSelect={onSelect} />
            {' → '}
            {returned < 0 ? (
              <span class="faint">never returned</span>
            ) : (
              <EventLink index={returned} text={run.events[returned]?.text ?? ''} onSelect={onSelect} />
            )}
          </li>
        ))}
      </ul>
      {operations.length > PAGE && (
        <div class="pages">
          {from > 0 && (
            <button type="button" onClick={() => setFrom(from - PAGE)}>
              earlier
            </button>
          )}
          <span>
            {from + 1} to {end} of {operations.length}
          </span>
          {end < operations.length && (
            <button type="button" onClick={() => setFrom(end)}>
              later
            </button>
          )}
        </div>
      )}
    </section>
  );
}
