import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** The first step that differs, as it is shown. */
export interface ShownParting {
  readonly step: number;
  readonly timeUs: number;
  readonly event: string;
  readonly contrasts: readonly { readonly what: string; readonly first: string; readonly second: string }[];
}

/** Two runs of one scenario that went different ways. `second` says which the other one is. */
export function partingLines(
  parting: ShownParting,
  second: string,
  again: string,
  paint: Paint,
): readonly string[] {
  const width = Math.max('first run'.length, second.length);
  return [
    paint.bad(`✗ nondeterminism: two runs of the same scenario part at step ${count(parting.step)}`),
    `  ${paint.faint(`step ${count(parting.step)} · ${duration(parting.timeUs)} ·`)} ${parting.event}`,
    '',
    ...parting.contrasts.flatMap((contrast) => [
      `  ${paint.strong(contrast.what)}`,
      `    ${'first run'.padEnd(width)}  ${contrast.first}`,
      `    ${second.padEnd(width)}  ${contrast.second}`,
    ]),
    '',
    '  What the step did depends on something besides its state, its input and its context: a variable',
    '  outside of them, a clock, an address. All mutable state of a process belongs into its state object.',
    '',
    labelled(['again', paint.command(again)]),
  ];
}
