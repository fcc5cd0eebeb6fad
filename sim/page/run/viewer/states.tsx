import { StatePanel } from '../../parts/state-panel.tsx';
import type { Known } from './known.ts';

/** The states at the selected step: that of who did it first, then those of the replicas. */
export function States({ known, selected }: { readonly known: Known; readonly selected: number }) {
  const { run, states, finder } = known;
  const event = run.events[selected];
  if (event === undefined) return <section id="states" />;
  const own = event.process;
  const replicas = [...Array(run.replicas).keys()].filter((process) => process !== own);
  return (
    <section id="states">
      {(own === null ? replicas : [own, ...replicas]).map((process) => {
        const { now, before } = states.at(process, event.step);
        return (
          <StatePanel
            key={process}
            name={run.processes[process] ?? ''}
            now={now}
            before={before}
            finder={finder}
          />
        );
      })}
    </section>
  );
}
