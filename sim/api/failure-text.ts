import { commitText } from '../cli/commit.ts';
import type { Edits } from '../engine/decisions.ts';
import { outsideCallLines } from '../report/outside-call-lines.ts';
import { plain } from '../report/paint.ts';
import { storyOf } from '../report/story.ts';
import { violationLines } from '../report/violation-block.ts';
import type { RunResult } from '../run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../system.ts';

/** What the commands print of a failed run, without colours; undefined when it passed. `again` shows it again. */
export function failureText(
  system: System,
  scenario: Scenario,
  edits: Edits,
  result: RunResult,
  again: string,
): string | undefined {
  const { breach, nondeterminism, verdict, reason, hash } = result;
  if (nondeterminism !== undefined) return outsideCallLines(nondeterminism, result, again, plain).join('\n');
  if (breach !== undefined) {
    const story = storyOf(system, scenario, edits, breach, hash);
    return violationLines({ breach, scenario, commit: commitText(), story, again }, plain).join('\n');
  }
  if (verdict === 'pass' || verdict === 'excused') return undefined;
  return [`✗ ${verdict}  seed ${scenario.seed}`, `  ${reason ?? ''}`, `  again       ${again}`].join('\n');
}
