import type { OutsideCall } from '../run/outside-calls.ts';
import type { RunResult } from '../run/result.ts';
import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** Describes a run in which code under test used the real clock, randomness or timers. */
export function outsideCallLines(
  { call, place }: OutsideCall,
  { steps, virtualUs }: RunResult,
  again: string,
  paint: Paint,
): readonly string[] {
  return [
    paint.bad(`✗ nondeterminism: ${call} was called during a run`),
    `  at ${paint.strong(place)}`,
    `  ${paint.faint(`step ${count(steps)} · ${duration(virtualUs)}`)}`,
    '',
    ...ADVICE,
    '',
    labelled(['again', paint.command(again)]),
  ];
}

const ADVICE = [
  '  A run repeats only if handlers use nothing but their state, their input and their context:',
  '  ctx.now() and ctx.wallTime() for clocks, ctx.random() for randomness, ctx.setTimer() for timers.',
  '  Functions of a definition have `draw` for randomness, and no clock.',
];

/** Describes the same outside a run: when the system's file was loaded, or before the first step. */
export const leakLines = (
  { call, place, when }: OutsideCall & { readonly when: string },
  paint: Paint,
): readonly string[] => [
  paint.bad(`✗ nondeterminism: ${call} was called ${when}`),
  `  at ${paint.strong(place)}`,
  '',
  ...ADVICE,
];
