import type { Particulars } from '../handlers/step-outcome.ts';
import type { PathStart, PathStep } from '../result/path.ts';
import { NEVER } from './parcel.ts';

interface Request {
  /** Step of the path that issues it, and its index among the requests of that step. */
  readonly madeAt: number;
  readonly place: number;
}

/** By step, those of the starts first: the step at which each of its disk requests completes. */
export function requestsOf(
  starts: readonly PathStart[],
  steps: readonly PathStep[],
): readonly (readonly number[])[] {
  const answers: number[][] = [[], ...steps.map(() => [])];
  const waiting: Request[][] = starts.map(() => []);
  const make = (process: number, madeAt: number, particulars: Particulars | undefined): void => {
    const made = answers[madeAt] ?? [];
    for (let i = 0; i < (particulars?.requests ?? 0); i++) {
      const place = made.push(NEVER) - 1;
      if (i >= (particulars?.requestsLost ?? 0)) waiting[process]?.push({ madeAt, place });
    }
  };
  starts.forEach(({ particulars }, process) => void make(process, 0, particulars));
  steps.forEach(({ event, particulars, point, process }, at) => {
    if (event?.type === 'disk') {
      const [answered] = waiting[process]?.splice(event.request, 1) ?? [];
      const made = answered === undefined ? undefined : answers[answered.madeAt];
      if (answered !== undefined && made !== undefined) made[answered.place] = at;
    }
    if (event?.type === 'crash' || point !== undefined) waiting[process] = [];
    make(process, at + 1, particulars);
  });
  return answers;
}
