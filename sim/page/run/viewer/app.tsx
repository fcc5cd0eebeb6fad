import { useCallback, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { Shell } from '../../parts/shell/shell.tsx';
import { SpaceTime } from '../../parts/space-time/space-time.tsx';
import { TimeLine } from '../../parts/time-line.tsx';
import type { Recording } from '../../recording/recording.ts';
import { Cluster } from './cluster.tsx';
import { coneOf } from './cone.ts';
import { Controls } from './controls.tsx';
import { Details } from './details.tsx';
import { Headline } from './headline.tsx';
import { bindingsOf } from './keys.ts';
import { Known } from './known.ts';
import { ledHere } from './led-here.ts';
import { Logs } from './logs.tsx';
import { OddsPanel } from './odds-panel.tsx';
import { OperationList } from './operation-list.tsx';
import { States } from './states.tsx';
import { timeMarksOf } from './time-marks.ts';
import { TourPanel } from './tour-panel.tsx';
import { type Action, firstView, reduced, rowOfEvent, type View } from './view.ts';

/** The page of a run. */
export function App({ data }: { readonly data: Recording }) {
  const known = useMemo(() => new Known(data), [data]);
  const [view, act] = useReducer(
    (before: View, action: Action) => reduced(known, before, action),
    known,
    (of) => firstView(of, location.hash),
  );
  const searchField = useRef<HTMLInputElement>(null);
  const bindings = useMemo(() => bindingsOf(act, () => searchField.current?.focus()), [act]);
  const select = useCallback((index: number) => act({ type: 'select', index }), [act]);
  const { run, operations } = known;
  const { selected, hidden, needle } = view;
  const rows = known.rows(hidden);
  const search = known.search(needle);
  const event = run.events[selected];
  const arrows = known.arrowsOf(selected);
  const led = useMemo(() => ledHere(run, selected), [run, selected]);
  const leading = useMemo(() => led.flatMap((index) => known.arrivalOf(index)), [known, led]);
  const cone = useMemo(
    () => (view.isConeShown ? coneOf(run, selected) : undefined),
    [view.isConeShown, run, selected],
  );
  const marks = useMemo(() => timeMarksOf(known, rows.shown), [known, rows]);

  useLayoutEffect(() => {
    if (event !== undefined) showInAddress(event.step);
  }, [event]);

  // These do not change between steps.
  const head = useMemo(() => <Headline run={run} />, [run]);
  const list = useMemo(
    () => <OperationList run={run} operations={operations.all} onSelect={select} />,
    [run, operations, select],
  );
  const controls = useMemo(
    () => <Controls known={known} hidden={hidden} needle={needle} field={searchField} act={act} />,
    [known, hidden, needle, act],
  );
  return (
    <Shell
      bindings={bindings}
      header={
        <>
          {head}
          {controls}
          <TimeLine
            count={rows.shown.length}
            row={selected < 0 ? -1 : rowOfEvent(rows.shown, selected)}
            text={event?.text ?? ''}
            marks={marks}
            isPlaying={view.isPlaying}
            onMove={(row) => act({ type: 'row', row })}
            onPlay={() => act({ type: 'toggle-play' })}
          />
        </>
      }
      main={
        <SpaceTime
          diagram={run.diagram}
          rows={rows.shown}
          selected={selected}
          strong={arrows}
          leading={leading}
          isHit={search.fits}
          isAside={(index) => cone !== undefined && !cone.has(index)}
          violationStep={run.violation?.step}
          label="space-time diagram: arrow keys step, v goes to the violation, o to the operation"
          onSelect={select}
        />
      }
      aside={
        <>
          <TourPanel run={run} selected={selected} act={act} />
          <OddsPanel run={run} onSelect={select} />
          <Details known={known} selected={selected} arrows={arrows} ledHere={led} onSelect={select} />
          <Cluster known={known} selected={selected} />
          <Logs known={known} selected={selected} />
          <States known={known} selected={selected} isOnlyChanges={view.isOnlyChanges} act={act} />
          {list}
        </>
      }
    />
  );
}

/** Puts the step into the URL so that links lead to it; replaces the history entry, so that Back leaves the page. */
function showInAddress(step: number): void {
  try {
    history.replaceState(null, '', `#${step}`);
  } catch {
    location.hash = String(step); // where a page may not change its URL
  }
}
