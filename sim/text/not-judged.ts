import { several } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Probe of I17: the search for a legal order was given up, and what came later was not judged. */
const TOO_HARD = 'history-too-hard';

/** A green that was not judged to its end says so; `unit` is what the probes count: runs, or objects in one run. */
export function notJudgedLines(
  probes: Readonly<Record<string, number>>,
  unit: 'run' | 'object',
  paint: Paint,
): readonly string[] {
  const times = probes[TOO_HARD] ?? 0;
  if (times === 0) return [];
  const why = 'not to the end: a legal order costs too much to find (docs/linearizability.md)';
  return [labelled(['not judged', paint.warning(`${several(times, unit)} ${why}`)])];
}
