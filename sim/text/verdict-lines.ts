import { effectsText } from '../faults/words.ts';
import type { RunResult } from '../run/result.ts';
import { count, duration, speed } from '../words/units.ts';
import { labelled } from './layout.ts';
import { notJudgedLines } from './not-judged.ts';
import { operationsLine } from './operations-line.ts';
import type { Paint } from './paint.ts';
import type { Line } from './scenario-lines.ts';
import { named } from './tally.ts';

/** The summary of a run without a violation: how much it tested, so that a quiet green is not mistaken for a tested one. */
export function verdictLines(
  result: RunResult,
  stepsPerSecond: number,
  extra: readonly Line[],
  next: string,
  paint: Paint,
): readonly string[] {
  const { verdict, steps, virtualUs, hash, operations, faults, probes, reason } = result;
  const facts = `${count(steps)} steps · ${duration(virtualUs)} virtual · ${speed(stepsPerSecond)} · hash ${hash}`;
  return [
    `${headline(result, paint)}  ${facts}`,
    ...(reason === undefined || verdict === 'error' ? [] : [labelled(['because', reason])]),
    ...notJudgedLines(probes, 'object', paint),
    operationsLine(operations),
    labelled(['faults', effectsText(faults) || 'none happened']),
    labelled(['probes', named(probes) || 'none reached']),
    ...extra.map(labelled),
    labelled(['next', paint.command(next)]),
  ];
}

function headline({ verdict, cut }: RunResult, paint: Paint): string {
  switch (verdict) {
    case 'pass':
      return cut === true ? paint.warning('✂ cut, no violation so far') : paint.good('✓ pass');
    case 'excused':
      return paint.warning('~ excused, no progress was possible');
    case 'budget':
      return paint.warning('✗ budget exceeded');
    default:
      return paint.bad(`✗ ${verdict}`);
  }
}
