import type { Run, RunEvent } from '../../run/viewer/run.ts';

/** Index of the first event in which two runs differ; undefined when they are the same to the end. */
export function partingOf(left: Run, right: Run): number | undefined {
  const longer = Math.max(left.events.length, right.events.length);
  for (let i = 0; i < longer; i++) if (!areSame(left.events[i], right.events[i])) return i;
  return undefined;
}

const areSame = (a: RunEvent | undefined, b: RunEvent | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.step === b.step &&
  a.timeUs === b.timeUs &&
  a.kind === b.kind &&
  a.process === b.process &&
  a.text === b.text;
