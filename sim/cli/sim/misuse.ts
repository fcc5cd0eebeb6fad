import type { Misuse } from '../../determinism/misuse.ts';
import { BadInput } from '../../input/bad-input.ts';
import { bounded, TimeOver } from '../../run/bounded.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import { boundedPatiently } from '../../run/patiently.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isSystemFile } from '../../systems/registry.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';
import { PROGRAM_PARTS, STEP_MS_MAX } from './timed-run.ts';

/** Time limit of the check, as a multiple of a step's limit. Only a handler that never returns exceeds it. */
const LOOK_STEPS_MAX = 3;

/**
 * Checks whether a system from a file keeps state that the tank cannot see. Takes as long as three runs, and must precede
 * any other run: state left behind by a run must not be present when the first copy is made. Skipped for logged runs, which
 * may be looking for a handler that never returns. @throws CtrlC
 */
export async function misuseOf(job: RunJob, scenario: Scenario, io: Io): Promise<Misuse | undefined> {
  const { system, edits, until, log } = job;
  const stepMsMax = io.stepMsMax ?? STEP_MS_MAX;
  if (!isSystemFile(system.name) || until !== undefined || log.kinds.size > 0) return undefined;
  const { hiddenState } = await import('../../determinism/hidden-state.ts');
  try {
    await refuseFailedTrial(job, scenario, PROGRAM_PARTS * stepMsMax);
    return await inOwnTurn(() =>
      boundedPatiently(() => hiddenState(system, scenario, edits), LOOK_STEPS_MAX * stepMsMax),
    );
  } catch (error) {
    if (error instanceof TimeOver) return undefined; // a handler never returns; the run itself will report it
    throw error;
  }
}

/** Rejects programs that cannot start, or that no client can reach, before any fault. @throws BadInput */
async function refuseFailedTrial({ system }: RunJob, scenario: Scenario, limitMs: number): Promise<void> {
  if (system.build(scenario).programs === undefined) return;
  const { trialOf } = await import('../../determinism/program-trial.ts');
  const complaint = await inOwnTurn(() =>
    bounded(() => trialOf(system, scenario, limitMs), Number.POSITIVE_INFINITY),
  );
  if (complaint !== undefined) throw new BadInput(complaint);
}
