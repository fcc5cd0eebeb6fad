import { commitText } from '../../files/commit.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { RunResult } from '../../run/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { commandLine } from '../../text/command-line.ts';
import { storyOf } from '../../text/story.ts';
import type { ViolationReport } from '../../text/violation-block.ts';
import { type RunJob, subjectOf } from './run-job.ts';

export { violationLines } from '../../text/violation-block.ts';

/** Whether the failure is already shrunk: its file has edits. */
const isSmall = ({ failure }: RunJob): boolean => Object.keys(failure?.edits ?? {}).length > 0;

/** Closing block of a violation; undefined when there was none. */
export async function violationReport(
  job: RunJob,
  scenario: Scenario,
  { violation, hash }: RunResult,
): Promise<ViolationReport | undefined> {
  if (violation === undefined) return undefined;
  return {
    violation,
    scenario,
    commit: commitText(),
    story: await inOwnTurn(() => storyOf(job.system, scenario, job.edits, violation, hash)),
    look: commandLine('report', subjectOf(job, scenario), job.given),
    again: commandLine('sim', subjectOf(job, scenario), job.given),
    ...(isSmall(job) ? {} : { next: commandLine('shrink', subjectOf(job, scenario), job.given) }),
  };
}
