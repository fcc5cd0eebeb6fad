import type { Run } from './run.ts';

const STEPS_MAX = 500;

/** What led to an event: the step that scheduled its step, the one that scheduled that, and so on; their first events, latest first. */
export function ledHere({ events, causes }: Run, event: number): readonly number[] {
  const found: number[] = [];
  let step = causes[events[event]?.step ?? 0] ?? 0;
  while (step > 0 && found.length < STEPS_MAX) {
    const first = firstOfStep(events, step);
    if (events[first]?.step === step) found.push(first);
    step = causes[step] ?? 0;
  }
  return found;
}

/** The index of the first event that is not before a step. */
function firstOfStep(events: Run['events'], step: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
