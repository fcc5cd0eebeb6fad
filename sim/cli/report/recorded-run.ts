import { record } from '../../page/recording/record.ts';
import type { Recording } from '../../page/recording/recording.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import type { Io } from '../shared/io.ts';
import { otherRunText } from '../shared/other-run.ts';
import { prepareJob } from '../shared/read-run.ts';
import { type RunJob, type RunJobOptions, subjectOf } from '../shared/run-job.ts';

/** A run that was asked for, made once more and written down. */
export interface RecordedRun {
  readonly job: RunJob;
  readonly scenario: Scenario;
  /** The command that makes it again. */
  readonly again: string;
  readonly recorded: Recording;
}

/** @throws BadInput */
export async function recordedRun(
  words: string,
  options: RunJobOptions,
  registry: Registry,
): Promise<RecordedRun> {
  const job = await prepareJob(words, options, registry);
  const scenario = job.scenarioOf(job.seed ?? words);
  const again = commandLine('sim', subjectOf(job, scenario), job.given);
  const recorded = await inOwnTurn(() => record(job.system, scenario, job.edits, again));
  return { job, scenario, again, recorded };
}

/** Notes that this is not the run of a failure file: the code has changed since, or options change the run. */
export function warnOfOther(job: RunJob, { hash }: Recording, io: Io): void {
  const text = otherRunText(job, hash);
  if (text !== undefined) io.err(`${text}\n`);
}
