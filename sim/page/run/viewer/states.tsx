import { StatePanel } from '../../parts/state-panel.tsx';
import type { Known } from './known.ts';
import type { Action } from './view.ts';

interface StatesProps {
  readonly known: Known;
  readonly selected: number;
  readonly isOnlyChanges: boolean;
  readonly act: (action: Action) => void;
}

/** The states at the selected step: that of who did it first, then those of the replicas. */
export function States({ known, selected, isOnlyChanges, act }: StatesProps) {
  const { run, states, finder } = known;
  const event = run.events[selected];
  if (event === undefined) return <section id="states" />;
  const own = event.process;
  const replicas = [...Array(run.replicas).keys()].filter((process) => process !== own);
  return (
    <section id="states">
      <label>
        <input type="checkbox" checked={isOnlyChanges} onChange={() => act({ type: 'toggle-changes' })} />
        only what changed (x)
      </label>
      {(own === null ? replicas : [own, ...replicas]).map((process) => {
        const { now, before } = states.at(process, event.step);
        return (
          <StatePanel
            key={process}
            name={run.processes[process] ?? ''}
            now={now}
            before={before}
            finder={finder}
            isOnlyChanges={isOnlyChanges}
          />
        );
      })}
    </section>
  );
}
