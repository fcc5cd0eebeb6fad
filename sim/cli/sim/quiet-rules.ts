import type { RulesFired } from '../../faults/rules/fired-rules.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { quietRules } from '../../text/no-effect.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';

/** Warns about rules from the command line that never did anything. */
export function tellQuietRules(
  job: RunJob,
  scenario: Scenario,
  fired: RulesFired,
  runs: number,
  io: Io,
): void {
  if (job.hasRules) for (const line of quietRules(job.system, scenario, fired, runs)) io.err(`${line}\n`);
}
