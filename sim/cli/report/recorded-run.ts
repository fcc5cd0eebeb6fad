import { record } from '../../page/recording/record.ts';
import type { Recording } from '../../page/recording/recording.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import type { Io } from '../shared/io.ts';
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

/** Says when the code has changed since a failure file was written. */
export function warnOfOther({ failure }: RunJob, { hash: now }: Recording, io: Io): void {
  const hash = failure?.hash ?? null;
  if (hash !== null && hash !== now)
    io.err(`this is not the run of the file: its hash was ${hash}, now it is ${now}\n`);
}
