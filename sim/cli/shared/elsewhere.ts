import type { Parting } from '../../determinism/determinism.ts';
import { partingFrom } from '../../determinism/step-digests.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Io } from './io.ts';
import { type RunJob, subjectOf } from './run-job.ts';

/**
 * Where the same run goes another way in a process of its own: addresses, caches and the environment differ there. Undefined when it
 * does not, or when no other process can be started.
 */
export function partingElsewhere(job: RunJob, scenario: Scenario, io: Io): Parting | undefined {
  const { system, edits, given } = job;
  const output = io.afresh?.(['sim', ...given, '--step-digests', '--', subjectOf(job, scenario)]);
  return output === undefined ? undefined : partingFrom(output.split('\n'), system, scenario, edits);
}
