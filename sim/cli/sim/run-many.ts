import { Batch, type Failure } from '../../campaign/batch.ts';
import type { Misuse } from '../../determinism/misuse.ts';
import { type SeedRange, seedCount } from '../../input/seeds.ts';
import { CtrlC } from '../../run/bounded.ts';
import type { RunResult } from '../../run/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isSystemFile } from '../../systems/registry.ts';
import { batchLines, failureGroups, failureLine } from '../../text/batch-lines.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { misuseLines } from '../../text/misuse-lines.ts';
import { outsideCallLines } from '../../text/outside-call-lines.ts';
import { slowText, stuckLines } from '../../text/stuck-lines.ts';
import { violationLines } from '../../text/violation-block.ts';
import { count, several, speed } from '../../words/units.ts';
import { partingElsewhere } from '../shared/elsewhere.ts';
import { ExitCode, exitCodeOf, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress, perSecond } from '../shared/progress.ts';
import type { RunJob } from '../shared/run-job.ts';
import { violationReport } from '../shared/violation-report.ts';
import { unjudgedText } from './judged-by.ts';
import { misuseOf } from './misuse.ts';
import { nextCommand, nextSeeds } from './next-command.ts';
import { reportMisuse } from './run-one.ts';
import type { StuckStep } from './stuck-step.ts';
import { STEP_MS_MAX, timedRun } from './timed-run.ts';

/** The run that ended a batch, for its block. */
interface Last {
  readonly scenario: Scenario;
  readonly result: RunResult;
  /** The step that does not end. */
  readonly stuck?: StuckStep;
}

/** Seeds in turn; stops at the first failure unless told to go on, and at Ctrl-C. */
export async function runMany(job: RunJob, range: SeedRange, io: Io): Promise<ExitCode> {
  const first = job.scenarioOf(String(range.first));
  const misuse = await unlessInterrupted(misuseOf(job, first, io));
  if (misuse === 'interrupted') return ExitCode.interrupted;
  if (misuse !== undefined) return reportMisuse(misuse, job, first, io);
  const batch = new Batch(job.system.probes);
  const codes = new Set<ExitCode>();
  const progress = new Progress(io, !job.json && job.log.kinds.size === 0);
  let interrupted = false;
  let failed: Last | undefined;
  const stopListening = io.onInterrupt(() => {
    interrupted = true;
  });
  const startMs = io.nowMs();
  for (let seed = range.first; seed <= range.last && !interrupted && failed === undefined; seed++) {
    const scenario = job.scenarioOf(String(seed));
    const run = await unlessInterrupted(timedRun(job, scenario, io));
    if (run === 'interrupted') {
      interrupted = true;
      break;
    }
    const { result, stuck } = run;
    const hangs = stuck !== undefined && stuck.tookMs === undefined;
    codes.add(hangs ? ExitCode.violation : exitCodeOf(result));
    if (stuck !== undefined && !hangs) io.err(`seed ${seed}: ${slowText(stuck)}\n`);
    const failure = batch.add(scenario.seed, result, commandLine('sim', scenario.seed, job.given));
    if (failure !== undefined) {
      if (!job.keepGoing) failed = { scenario, result, ...(hangs ? { stuck } : {}) };
      else report(failure, result, progress, job, io);
    }
    progress.show(() => progressText(batch, range, io.nowMs() - startMs));
    await io.breathe();
  }
  stopListening();
  progress.erase();
  const dependent = failed === undefined ? undefined : seedsBefore(job, range, failed.scenario, io);
  if (dependent !== undefined) codes.add(ExitCode.nondeterminism);
  const stepsPerSecond = perSecond(batch.steps, io.nowMs() - startMs);
  if (job.json) io.out(`${JSON.stringify(batchJson(batch, stepsPerSecond))}\n`);
  else await printEnd(job, range, batch, stepsPerSecond, failed, dependent, io);
  return interrupted ? ExitCode.interrupted : worstOf(codes);
}

/** The command that shows a failure together with the seeds before it. */
const againWith = (job: RunJob, { first }: SeedRange, failed: Last | undefined): string =>
  commandLine('sim', undefined, ['--seeds', `${first}..${failed?.scenario.seed ?? first}`, ...job.given]);

/** Whether a system from a file fails only after the seeds before: looked at once, in a process of its own. */
function seedsBefore(job: RunJob, { first }: SeedRange, scenario: Scenario, io: Io): Misuse | undefined {
  if (!isSystemFile(job.system.name) || scenario.seed === String(first)) return undefined;
  const parting = partingElsewhere(job, scenario, io);
  if (parting === undefined) return undefined;
  return {
    title: 'it needs the seeds before it',
    step: parting.step,
    timeUs: parting.timeUs,
    process: 'in a process of its own',
    event: parting.event,
    what: `seed ${scenario.seed} goes another way alone: something outside of the state objects lives on from seed to seed`,
    place: null,
    advice: [
      'A variable of the module, or what it imports, remembers earlier runs. A process keeps what it remembers in the object',
      'that `init` returns, and nowhere else.',
    ],
  };
}

async function unlessInterrupted<T>(work: Promise<T>): Promise<T | 'interrupted'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CtrlC) return 'interrupted';
    throw error;
  }
}

/** A failure that others may follow. */
function report(failure: Failure, result: RunResult, progress: Progress, job: RunJob, io: Io): void {
  progress.erase();
  if (result.verdict === 'error') io.err(`seed ${failure.seed}: ${result.reason ?? failure.title}\n`);
  if (!job.json) io.out(`${failureLine(failure, io.paint)}\n`);
}

function progressText(batch: Batch, range: SeedRange, elapsedMs: number): string {
  const { seeds, steps, failures } = batch;
  const all = seedCount(range);
  return [
    `${count(seeds)} of ${several(all, 'seed')}`,
    `${Math.floor((100 * seeds) / all)} %`,
    `${count(failures.length)} failed`,
    speed(perSecond(steps, elapsedMs)),
    `${count(Math.ceil(((elapsedMs / seeds) * (all - seeds)) / 1000))} s left`,
  ].join(' · ');
}

function batchJson(batch: Batch, stepsPerSecond: number): object {
  const { seeds, passed, excused, failures, steps, faults, probes } = batch;
  return { seeds, passed, excused, failed: failures, steps, faults, probes, steps_per_s: stepsPerSecond };
}

async function printEnd(
  job: RunJob,
  range: SeedRange,
  batch: Batch,
  stepsPerSecond: number,
  failed: Last | undefined,
  dependent: Misuse | undefined,
  io: Io,
): Promise<void> {
  const { paint } = io;
  io.out(text(batchLines(batch, stepsPerSecond, paint)));
  const unjudged = unjudgedText(job.system, job.scenarioOf(String(range.first)));
  if (unjudged !== undefined) io.out(text([labelled(['judged', paint.warning(unjudged)])]));
  if (failed !== undefined) {
    const again = againWith(job, range, failed);
    await printBlock(job, failed, io, dependent === undefined ? undefined : again);
    if (dependent !== undefined) io.out(text(['', ...misuseLines(dependent, again, io.paint)]));
    return;
  }
  const [first] = batch.failures;
  if (first !== undefined) io.out(text(failureGroups(batch.failures, paint)));
  const next = first?.command ?? nextSeeds(range, job.given);
  io.out(text([labelled(['next', paint.command(next)])]));
}

/** The block of the failure that ended the batch: nothing comes after it. */
async function printBlock(
  job: RunJob,
  { scenario, result, stuck }: Last,
  io: Io,
  withSeedsBefore: string | undefined,
): Promise<void> {
  const { paint } = io;
  const again = commandLine('sim', scenario.seed, job.given);
  io.out('\n');
  if (stuck !== undefined) {
    io.out(text(stuckLines(stuck, io.stepMsMax ?? STEP_MS_MAX, scenario.seed, again, paint)));
    return;
  }
  if (result.nondeterminism !== undefined) {
    io.out(text(outsideCallLines(result.nondeterminism, result, again, paint)));
    return;
  }
  const violation = await violationReport(job, scenario, result);
  if (violation !== undefined) {
    const { look: _, next: __, ...dependent } = violation; // neither shows it alone
    const shown = withSeedsBefore === undefined ? violation : { ...dependent, again: withSeedsBefore };
    io.out(text(violationLines(shown, paint)));
    return;
  }
  if (result.verdict === 'error')
    io.err(`the harness broke in seed ${scenario.seed}: ${result.reason ?? ''}\n`);
  const next = nextCommand(result, job, scenario);
  io.out(
    text([
      `${paint.bad(`✗ ${result.verdict}`)}  seed ${scenario.seed}`,
      labelled(['next', paint.command(next)]),
    ]),
  );
}
