import { hiddenState } from '../misuse/hidden-state.ts';
import type { Misuse } from '../misuse/misuse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SimJob } from './sim-job.ts';
import { isSystemFile } from './system-name.ts';

/**
 * Systems from files are new to us: whether one keeps state where the tank does not see it. It takes as long as three runs, and
 * comes before any other run: what one run leaves behind must not be there when the first copy is made.
 */
export function lookThrough({ system, edits, until }: SimJob, scenario: Scenario): Misuse | undefined {
  return isSystemFile(system.name) && until === undefined ? hiddenState(system, scenario, edits) : undefined;
}
