import type { HiddenState } from '../misuse/hidden-state.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';
import { count, duration } from './units.ts';

/** A process that keeps state where the tank does not see it: it is not lost in a crash, and no run repeats. */
export function hiddenStateLines(
  { event, step, timeUs, what }: HiddenState,
  again: string,
  paint: Paint,
): readonly string[] {
  return [
    paint.bad('✗ state outside the state object'),
    `  ${what}`,
    `  ${paint.faint(`step ${count(step)} · ${duration(timeUs)} · at or before  ${event}`)}`,
    '',
    '  A process keeps what it remembers in the object that `init` returns, as plain data, and nowhere else: not in a',
    '  variable beside its handlers, not in a class. Whatever is elsewhere survives crashes and is shared by all replicas.',
    '',
    labelled(['again', paint.command(again)]),
  ];
}
