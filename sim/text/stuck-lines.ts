import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';
import type { Paint } from './paint.ts';

/** A step that is slow or does not end. */
export interface Stuck {
  readonly step: number;
  readonly timeUs: number;
  readonly who: string;
  readonly event: string;
  readonly place: string | null;
  readonly tookMs: number | undefined;
  readonly limitMs?: number;
}

/** Describes a run stopped during a step. */
export function stuckLines(
  stuck: Stuck,
  limitMs: number,
  seed: string,
  again: string,
  paint: Paint,
): readonly string[] {
  const { step, timeUs, who, event, place } = stuck;
  return [
    paint.bad('✗ a step does not end'),
    `  ${who} did not end within ${(stuck.limitMs ?? limitMs) / 1000} s`,
    ...(place === null ? [] : [`  at ${paint.strong(place)}`]),
    `  ${paint.faint(`step ${count(step)} · ${duration(timeUs)} · ${event} · seed ${seed}`)}`,
    '',
    stuck.limitMs === undefined
      ? '  Handlers and invariants must return: give each loop in them a bound that no input can exceed.'
      : '  A program must return to the event loop: give each loop, and each chain of promises or ticks, a bound.',
    '',
    labelled(['again', paint.command(again)]),
  ];
}

/** Describes a slow step that ended, next to the report of its run. */
export function slowText({ step, who, event, place, tookMs = 0 }: Stuck): string {
  const where = place === null ? '' : `, most of it in ${place}`;
  return `slow: step ${count(step)} (${event}) took ${(tookMs / 1000).toFixed(1)} s${where}: ${who}`;
}
