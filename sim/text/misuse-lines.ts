import type { Misuse } from '../determinism/misuse.ts';
import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** A process whose doings differ from run to run: nothing else that was found about it can be trusted. */
export function misuseLines(misuse: Misuse, again: string, paint: Paint): readonly string[] {
  const { advice, event, place, process, step, timeUs, title, what } = misuse;
  return [
    paint.bad(`✗ ${title}`),
    `  ${what}`,
    ...(place === null ? [] : [`  at ${paint.strong(place)}`]),
    `  ${paint.faint(`step ${count(step)} · ${duration(timeUs)} · ${process} · ${event}`)}`,
    '',
    ...advice.map((line) => `  ${line}`),
    '',
    labelled(['again', paint.command(again)]),
  ];
}
