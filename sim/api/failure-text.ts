import type { Edits } from '../chance/site.ts';
import { commitText } from '../files/commit.ts';
import type { RunResult } from '../run/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { outsideCallLines } from '../text/outside-call-lines.ts';
import { plain } from '../text/paint.ts';
import { storyOf } from '../text/story.ts';
import { violationLines } from '../text/violation-block.ts';

/** Code, or commands, that go on from a failure. */
export interface Further {
  /** Shows it again. */
  readonly again: string;
  /** Makes it small. */
  readonly next?: string;
}

/** The failure block that the commands print, without colours; undefined when the run passed. */
export function failureText(
  system: System,
  scenario: Scenario,
  edits: Edits,
  result: RunResult,
  { again, next }: Further,
): string | undefined {
  const { violation, nondeterminism, verdict, reason, hash } = result;
  if (nondeterminism !== undefined) return outsideCallLines(nondeterminism, result, again, plain).join('\n');
  if (violation !== undefined) {
    const story = storyOf(system, scenario, edits, violation, hash);
    const report = { violation, scenario, commit: commitText(), story, again, logs: false };
    return violationLines(next === undefined ? report : { ...report, next }, plain).join('\n');
  }
  if (verdict === 'pass' || verdict === 'excused') return undefined;
  return [`✗ ${verdict}  seed ${scenario.seed}`, `  ${reason ?? ''}`, `  again       ${again}`].join('\n');
}
