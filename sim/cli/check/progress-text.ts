import type { CheckRun } from '../../check/check-run.ts';
import { count } from '../../words/units.ts';
import type { Meter } from './meter.ts';

/** `1,200,000 states · level 14 · 310,000 waiting · 900,000/s · 154 MB`. */
export function progressText({ search, rounds }: CheckRun, meter: Meter): string {
  const { seconds } = meter.spent();
  const perSecond = seconds === 0 ? 0 : Math.round(search.generated / seconds);
  return [
    ...(rounds > 1 ? [`round ${rounds}`] : []),
    `${count(search.unique)} states`,
    `${count(search.generated)} generated`,
    `level ${count(search.depth)}`,
    `${count(search.waiting)} waiting`,
    `${count(perSecond)}/s`,
    `${count(meter.rssMb)} MB`,
  ].join(' · ');
}
