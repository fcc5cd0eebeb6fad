import type { RunEvent } from './run.ts';

/** Kinds that are many and seldom asked for. */
export const HIDDEN_AT_FIRST: ReadonlySet<string> = new Set(['durable', 'disk', 'timer', 'fault', 'observe']);

/** What can be the reason for everything else in its step. */
const TRIGGERS: ReadonlySet<string> = new Set([
  'message',
  'start',
  'timer',
  'disk',
  'crash',
  'heal',
  'fault',
]);
/** What is shown as the reason of a step, even if its kind is hidden. */
const EXPLAINS: ReadonlySet<string> = new Set(['timer', 'disk']);

export interface Rows {
  /** Indices of the events that are shown. */
  readonly shown: Int32Array;
  /** How many of them are of the kinds that are wanted; the others explain them. */
  readonly wanted: number;
}

/** The events of the kinds that are not hidden, and the timers and disks of steps that nothing else explains. */
export function rowsOf(events: readonly RunEvent[], hidden: ReadonlySet<string>): Rows {
  const shown: number[] = [];
  let wanted = 0;
  for (let from = 0; from < events.length; ) {
    const end = endOfStep(events, from);
    const explanation = explanationOf(events, from, end, hidden);
    for (let i = from; i < end; i++) {
      const isWanted = !hidden.has(events[i]?.kind ?? '');
      if (isWanted) wanted++;
      if (isWanted || i === explanation) shown.push(i);
    }
    from = end;
  }
  return { shown: Int32Array.from(shown), wanted };
}

function endOfStep(events: readonly RunEvent[], from: number): number {
  let end = from;
  while (end < events.length && events[end]?.step === events[from]?.step) end++;
  return end;
}

/** The hidden timer or disk of a step of which something is shown, but not what brought it about; -1: there is none. */
function explanationOf(
  events: readonly RunEvent[],
  from: number,
  end: number,
  hidden: ReadonlySet<string>,
): number {
  let reason = -1;
  let isSeen = false;
  for (let i = from; i < end; i++) {
    const kind = events[i]?.kind ?? '';
    if (!hidden.has(kind)) {
      if (TRIGGERS.has(kind)) return -1;
      isSeen = true;
    } else if (EXPLAINS.has(kind)) reason = i;
  }
  return isSeen ? reason : -1;
}
