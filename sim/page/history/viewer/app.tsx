import { useMemo, useReducer } from 'preact/hooks';
import { HistoryLanes } from '../../parts/history-lanes/history-lanes.tsx';
import { Shell } from '../../parts/shell/shell.tsx';
import { visible } from '../../parts/visible.ts';
import type { DrawnHistory } from '../drawn-history.ts';
import { Controls } from './controls.tsx';
import { bindingsOf } from './keys.ts';
import { Reasons } from './reasons.tsx';
import { Selected } from './selected.tsx';
import { type Action, firstView, reduced, type View } from './view.ts';

/** The page of a history. */
export function App({ data }: { readonly data: DrawnHistory }) {
  const [view, act] = useReducer(
    (before: View, action: Action) => reduced(data, before, action),
    data,
    firstView,
  );
  const bindings = useMemo(() => bindingsOf(act), [act]);
  const clash = useMemo(() => new Set(data.clash), [data]);
  return (
    <Shell
      bindings={bindings}
      header={
        <>
          <h1 id="verdict" class={data.good ? '' : 'bad'}>
            {visible(data.verdict)}
          </h1>
          <Reasons reasons={data.reasons} />
          <Controls drawn={data} view={view} act={act} />
        </>
      }
      main={
        <HistoryLanes
          history={view.history}
          span={view.span}
          shown={view.shown}
          clash={clash}
          links={data.links}
          selected={view.selected}
          hovered={view.hovered}
          hasOrder={view.hasOrder}
          onLook={(span) => act({ type: 'look', span })}
          onSelect={(operation) => act({ type: 'select', operation })}
          onHover={(operation) => act({ type: 'hover', operation })}
        />
      }
      footer={<Selected drawn={data} view={view} />}
    />
  );
}
