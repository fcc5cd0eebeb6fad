import type { OperationCounts } from '../scenario/workload-state.ts';
import { count, several } from '../words/units.ts';
import { labelled } from './layout.ts';
import { tally } from './tally.ts';

/** Outcomes of the clients' operations. */
export function operationsLine({
  called,
  ok,
  failed,
  unknown,
  abandoned,
}: Omit<OperationCounts, 'inStorm'>): string {
  const ended = { ok, refused: failed, 'of unknown outcome': unknown, 'lost with their client': abandoned };
  const outcomes = tally(ended);
  return labelled(['operations', `${count(called)} called${outcomes === '' ? '' : `: ${outcomes}`}`]);
}

/** `noun`: a run, or a seed. */
export const vacuousText = (runs: number, noun: string): string =>
  `${several(runs, noun)} in which nothing was answered while faults could strike`;
