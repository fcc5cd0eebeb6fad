import { hiddenState } from '../../determinism/hidden-state.ts';
import type { Misuse } from '../../determinism/misuse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isSystemFile } from '../../systems/registry.ts';
import type { RunJob } from '../shared/run-job.ts';

/**
 * Systems from files are new to us: whether one keeps state where the tank does not see it. It takes as long as three runs, and
 * comes before any other run (except one that is logged: somebody may be looking for the handler that never returns): what one run leaves behind must not be there when the first copy is made.
 */
export function misuseOf({ system, edits, until, log }: RunJob, scenario: Scenario): Misuse | undefined {
  return isSystemFile(system.name) && until === undefined && log.kinds.size === 0
    ? hiddenState(system, scenario, edits)
    : undefined;
}
