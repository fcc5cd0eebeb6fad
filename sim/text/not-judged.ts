import { several } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

type Probes = Readonly<Record<string, number>>;

/** Probe of I17: the search for a legal order was given up, and what came later was not judged. */
const TOO_HARD = 'history-too-hard';

const LABEL = 'not judged';

/** Unit of the probe counts: runs, or objects within one run. */
type Unit = 'run' | 'object';

/** A green that was not judged to its end says so. */
export function notJudgedLines(probes: Probes, unit: Unit, paint: Paint): readonly string[] {
  const why = whyOf(probes, unit);
  return why === undefined ? [] : [labelled([LABEL, paint.warning(why)])];
}

/** The same as a sentence, where there is no table; undefined when all was judged. */
export function notJudgedText(probes: Probes, unit: Unit): string | undefined {
  const why = whyOf(probes, unit);
  return why === undefined ? undefined : `${LABEL}: ${why}`;
}

function whyOf(probes: Probes, unit: Unit): string | undefined {
  const times = probes[TOO_HARD] ?? 0;
  if (times === 0) return undefined;
  return `${several(times, unit)} not to the end: a legal order costs too much to find (docs/linearizability.md)`;
}
