import type { TimeMark } from '../../parts/time-line.tsx';
import type { Known } from './known.ts';
import { rowOfEvent } from './view.ts';

const MARKS_MAX = 500;

/** Where on the time line of shown events something of interest stands. */
export function timeMarksOf({ run }: Known, shown: Int32Array): readonly TimeMark[] {
  const at = (event: number): number => rowOfEvent(shown, event) / Math.max(1, shown.length - 1);
  const marks: TimeMark[] = [];
  run.events.forEach(({ kind }, i) => {
    if (kind === 'crash' && marks.length < MARKS_MAX) marks.push({ at: at(i), kind: 'crash' });
  });
  const { at: decided = null } = run.odds ?? {};
  if (decided !== null)
    marks.push({ at: at(run.events.findIndex((event) => event.step >= decided)), kind: 'decided' });
  const step = run.violation?.step;
  if (step !== undefined)
    marks.push({ at: at(run.events.findIndex((event) => event.step >= step)), kind: 'violation' });
  return marks;
}
