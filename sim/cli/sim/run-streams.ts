import { Batch } from '../../campaign/batch.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { batchLines, failureGroups } from '../../text/batch-lines.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { several, share } from '../../words/units.ts';
import { ExitCode, exitCodeOf, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress, perSecond } from '../shared/progress.ts';
import { type RunJob, subjectOf } from '../shared/run-job.ts';
import { streamed } from './streamed.ts';
import { timedRun } from './timed-run.ts';

/**
 * Runs one seed's scenario with many random streams: same sizes, settings, fault classes and rules, different draws. When
 * a failure depends mainly on its scenario, as most do, it recurs far more often than over random seeds. Useful to test a fix.
 */
export async function runStreams(
  job: RunJob,
  scenario: Scenario,
  streams: number,
  io: Io,
): Promise<ExitCode> {
  const batch = new Batch(job.system.probes);
  const codes = new Set<ExitCode>();
  const progress = new Progress(io, !job.json);
  let interrupted = false;
  const stopListening = io.onInterrupt(() => {
    interrupted = true;
  });
  const startMs = io.nowMs();
  const { given } = job;
  for (let stream = 1; stream <= streams && !interrupted; stream++) {
    const { result } = await timedRun({ ...job, edits: {} }, streamed(scenario, stream), io);
    codes.add(exitCodeOf(result));
    const again = commandLine('sim', subjectOf(job, scenario), [...given, '--stream', String(stream)]);
    batch.add(`${scenario.seed} (stream ${stream})`, result, again);
    progress.show(
      () => `${several(stream, 'stream')} of ${streams} · ${several(batch.failures.length, 'failure')}`,
    );
    await io.breathe();
  }
  stopListening();
  progress.erase();
  const stepsPerSecond = perSecond(batch.steps, io.nowMs() - startMs);
  const { failures, seeds, passed, excused } = batch;
  if (job.json) {
    const json = {
      seed: scenario.seed,
      streams: seeds,
      passed,
      excused,
      failed: failures,
      steps_per_s: stepsPerSecond,
    };
    io.out(`${JSON.stringify(json)}\n`);
  } else {
    const { paint } = io;
    io.out(text(batchLines(batch, stepsPerSecond, interrupted, paint, 'run')));
    io.out(
      text([
        labelled([
          'fails',
          `${share(failures.length, seeds)} of ${several(seeds, 'stream')} of this scenario`,
        ]),
      ]),
    );
    if (failures.length > 0) io.out(text(failureGroups(failures, paint)));
    const next = failures[0]?.command ?? commandLine('sim', subjectOf(job, scenario), given);
    io.out(text([labelled(['next', paint.command(next)])]));
  }
  return interrupted ? ExitCode.interrupted : worstOf(codes);
}
