import { useCallback, useMemo, useReducer } from 'preact/hooks';
import { Shell } from '../../parts/shell/shell.tsx';
import { TimeLine } from '../../parts/time-line.tsx';
import { Known } from '../../run/viewer/known.ts';
import { timeMarksOf } from '../../run/viewer/time-marks.ts';
import { rowOfEvent } from '../../run/viewer/view.ts';
import type { PairData } from '../pair-data.ts';
import { Headline } from './headline.tsx';
import { bindingsOf } from './keys.ts';
import { OneRun } from './one-run.tsx';
import {
  firstPairView,
  type PairAction,
  type PairView,
  pairOf,
  pairReduced,
  SIDES,
  type Side,
  shownOf,
} from './pair-view.ts';
import { StateDifferences } from './state-differences.tsx';

/** The page of two runs side by side. */
export function App({ data }: { readonly data: PairData }) {
  const pair = useMemo(() => pairOf(new Known(data.left), new Known(data.right)), [data]);
  const [view, act] = useReducer(
    (before: PairView, action: PairAction) => pairReduced(pair, before, action),
    pair,
    firstPairView,
  );
  const bindings = useMemo(() => bindingsOf(act), [act]);
  const select = useCallback((side: Side, index: number) => act({ type: 'select', side, index }), [act]);
  const { leader } = view;
  const leading = pair[leader];
  const shown = shownOf(leading);
  const selected = view[leader];
  const head = useMemo(() => <Headline pair={pair} />, [pair]);
  const marks = useMemo(() => timeMarksOf(leading, shown), [leading, shown]);
  return (
    <Shell
      bindings={bindings}
      header={
        <>
          {head}
          <TimeLine
            count={shown.length}
            row={selected < 0 ? -1 : rowOfEvent(shown, selected)}
            text={leading.run.events[selected]?.text ?? ''}
            marks={marks}
            isPlaying={view.isPlaying}
            onMove={(row) => act({ type: 'row', row })}
            onPlay={() => act({ type: 'toggle-play' })}
          />
        </>
      }
      main={
        <div id="pair">
          {SIDES.map((side) => (
            <OneRun
              key={side}
              side={side}
              known={pair[side]}
              selected={view[side]}
              parting={pair.parting}
              isLeading={side === leader}
              onSelect={select}
            />
          ))}
        </div>
      }
      footer={
        <footer>
          <StateDifferences pair={pair} view={view} />
        </footer>
      }
    />
  );
}
