import { useCallback, useMemo } from 'preact/hooks';
import { SpaceTime } from '../../parts/space-time/space-time.tsx';
import type { Known } from '../../run/viewer/known.ts';
import { ledHere } from '../../run/viewer/led-here.ts';
import { type Side, shownOf } from './pair-view.ts';

interface OneRunProps {
  readonly side: Side;
  readonly known: Known;
  readonly selected: number;
  /** Index of the first event that differs. */
  readonly parting: number | undefined;
  readonly isLeading: boolean;
  readonly onSelect: (side: Side, index: number) => void;
}

/** One of two runs: what both have in common stands back. */
export function OneRun({ side, known, selected, parting, isLeading, onSelect }: OneRunProps) {
  const { run } = known;
  const leading = useMemo(
    () => ledHere(run, selected).flatMap((index) => known.arrivalOf(index)),
    [known, run, selected],
  );
  const select = useCallback((index: number) => onSelect(side, index), [side, onSelect]);
  return (
    <section class={`one-run${isLeading ? ' leading' : ''}`} aria-label={`${side} run`}>
      <SpaceTime
        id={side}
        diagram={run.diagram}
        rows={shownOf(known)}
        selected={selected}
        strong={known.arrowsOf(selected)}
        leading={leading}
        isHit={(index) => index === parting}
        isAside={(index) => parting !== undefined && index < parting}
        violationStep={run.violation?.step}
        label={`space-time diagram of the ${side} run: arrow keys step both, d goes to where they part`}
        onSelect={select}
      />
    </section>
  );
}
