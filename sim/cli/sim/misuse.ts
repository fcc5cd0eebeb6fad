import type { Misuse } from '../../determinism/misuse.ts';
import { BadInput } from '../../input/bad-input.ts';
import { bounded, TimeOver } from '../../run/bounded.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isSystemFile } from '../../systems/registry.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';
import { PROGRAM_PARTS, STEP_MS_MAX } from './timed-run.ts';

/** The look ends by itself long before that many times what a step may take, unless a handler does not end. */
const LOOK_STEPS_MAX = 3;

/**
 * Whether a system from a file, which is new to us, keeps state where the tank does not see it. It takes as long as three runs, and
 * comes before any other run, as what a run leaves behind must not be there when the first copy is made. Not before one that is
 * logged: somebody may be looking for the handler that never returns. @throws CtrlC
 */
export async function misuseOf(job: RunJob, scenario: Scenario, io: Io): Promise<Misuse | undefined> {
  const { system, edits, until, log } = job;
  const stepMsMax = io.stepMsMax ?? STEP_MS_MAX;
  if (!isSystemFile(system.name) || until !== undefined || log.kinds.size > 0) return undefined;
  const { hiddenState } = await import('../../determinism/hidden-state.ts');
  try {
    await refuseFailedTrial(job, scenario, PROGRAM_PARTS * stepMsMax);
    return bounded(() => hiddenState(system, scenario, edits), LOOK_STEPS_MAX * stepMsMax);
  } catch (error) {
    if (error instanceof TimeOver) return undefined; // a handler never returns, as the run itself will show
    throw error;
  }
}

/** Programs that cannot even start, or that no client can reach, are told before any fault strikes. @throws BadInput */
async function refuseFailedTrial({ system }: RunJob, scenario: Scenario, limitMs: number): Promise<void> {
  if (system.build(scenario).programs === undefined) return;
  const { trialOf } = await import('../../determinism/program-trial.ts');
  const complaint = await inOwnTurn(() => {
    try {
      return bounded(() => trialOf(system, scenario), limitMs);
    } catch (error) {
      // What it was in the middle of is lost to this thread: nothing of programs can be run here any more.
      if (error instanceof TimeOver) return `a program did not give back control within ${limitMs / 1000} s`;
      throw error;
    }
  });
  if (complaint !== undefined) throw new BadInput(complaint);
}
