import { count } from '../words/units.ts';
import { labelled } from './layout.ts';
import { tally } from './tally.ts';

/** How operations of clients ended. */
interface Outcomes {
  readonly called: number;
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
  readonly abandoned: number;
}

export function operationsLine({ called, ok, failed, unknown, abandoned }: Outcomes): string {
  const ended = { ok, refused: failed, 'of unknown outcome': unknown, 'lost with their client': abandoned };
  const outcomes = tally(ended);
  return labelled(['operations', `${count(called)} called${outcomes === '' ? '' : `: ${outcomes}`}`]);
}
