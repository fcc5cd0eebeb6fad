import type { RulesFired } from '../../faults/rules/fired-rules.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { noEffectText, quietRules } from '../../text/no-effect.ts';
import type { RunJob } from '../shared/run-job.ts';

/** Rules from the command line that never did anything, a line each. */
export const quietLines = (
  job: RunJob,
  scenario: Scenario,
  fired: RulesFired,
  runs: number,
): readonly string[] => (job.hasRules ? quietRules(job.system, scenario, fired, runs).map(noEffectText) : []);
