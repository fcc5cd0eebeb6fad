import { type HiddenState, hiddenState } from '../misuse/hidden-state.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SimJob } from './sim-job.ts';
import { isSystemFile } from './system-name.ts';

/** Systems from files are new to us: whether one keeps state where the tank does not see it. It takes as long as two runs. */
export function lookThrough({ system, edits, until }: SimJob, scenario: Scenario): HiddenState | undefined {
  return isSystemFile(system.name) && until === undefined ? hiddenState(system, scenario, edits) : undefined;
}
