import type { Odds, Share } from '../replay/odds.ts';
import { count, duration } from '../words/units.ts';
import { labelled } from './layout.ts';

const BAR_COLUMNS = 12;
/** A run is likely to fail from its start when one future in so many does. */
const LIKELY_PART = 2;

/** `3 of 12`. */
const partText = ({ failed, of }: Share): string => `${count(failed)} of ${count(of)}`;

/** From where on a run was likely to fail: a bar for each moment. */
export function oddsLines(odds: Odds, eventAt: (step: number) => string): readonly string[] {
  const { shares } = odds;
  if (shares.length === 0) return [labelled(['odds', 'the time was over before other futures were drawn'])];
  const where = ({ step, timeUs }: Share): string => `step ${count(step)} · ${duration(timeUs)}`;
  const columns = Math.max(...shares.map((share) => where(share).length));
  const bar = ({ failed, of }: Share): string =>
    '█'.repeat(Math.round((failed * BAR_COLUMNS) / of)).padEnd(BAR_COLUMNS, '░');
  return [
    labelled(['odds', 'share of re-drawn futures, from a step on, that fail in the same way']),
    ...shares.map((share) =>
      labelled(['', `${where(share).padEnd(columns)}  ${bar(share)}  ${partText(share)}`]),
    ),
    labelled(['', jumpText(odds, eventAt)]),
  ];
}

/** Where it was decided, in a sentence. */
export function jumpText({ shares, jump }: Odds, eventAt: (step: number) => string): string {
  const [first] = shares;
  if (jump === undefined)
    return first !== undefined && first.failed * LIKELY_PART >= first.of
      ? 'likely from the start: the scenario makes it fail, not a single step'
      : 'no single step made it much more likely';
  const [before, after] = jump;
  const steps =
    after.step - before.step <= 1
      ? `at step ${count(before.step)}: ${eventAt(before.step)}`
      : `between steps ${count(before.step)} and ${count(after.step)}: ${eventAt(before.step)}`;
  return `the odds jumped from ${partText(before)} to ${partText(after)} ${steps}`;
}
