import { Batch, type Failure } from '../../campaign/batch.ts';
import type { Misuse } from '../../determinism/misuse.ts';
import { type SeedRange, seedCount } from '../../input/seeds.ts';
import { CtrlC } from '../../run/bounded.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { RunResult } from '../../run/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { batchLines, failureGroups, failureLine } from '../../text/batch-lines.ts';
import { commandLine } from '../../text/command-line.ts';
import { coverageLines, type FileCoverage } from '../../text/coverage-lines.ts';
import { type JunitCase, junitXml } from '../../text/junit.ts';
import { labelled, text } from '../../text/layout.ts';
import { misuseLines } from '../../text/misuse-lines.ts';
import { notJudgedText } from '../../text/not-judged.ts';
import { outsideCallLines } from '../../text/outside-call-lines.ts';
import { slowText, stuckLines } from '../../text/stuck-lines.ts';
import { violationLines } from '../../text/violation-block.ts';
import { count, several, speed } from '../../words/units.ts';
import { ExitCode, exitCodeOf, worstOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress, perSecond } from '../shared/progress.ts';
import type { RunJob } from '../shared/run-job.ts';
import { tellUndeclaredPoints } from '../shared/undeclared-points.ts';
import { violationReport } from '../shared/violation-report.ts';
import { writeFileFor } from '../shared/write-file.ts';
import { unjudgedText } from './judged-by.ts';
import { misuseOf } from './misuse.ts';
import { nextCommand, nextSeeds } from './next-command.ts';
import { quietLines } from './quiet-rules.ts';
import { reportMisuse } from './run-one.ts';
import { againWith, seedsBefore } from './seeds-before.ts';
import type { StuckStep } from './stuck-step.ts';
import { STEP_MS_MAX, timedRun } from './timed-run.ts';

/** Run that ended a batch, for the failure block. */
interface Last {
  readonly scenario: Scenario;
  readonly result: RunResult;
  /** Step that does not end. */
  readonly stuck?: StuckStep;
}

/** Outcome of a batch, besides its counts. */
interface End {
  readonly stepsPerSecond: number;
  readonly failed: Last | undefined;
  /** Dependency of the last failure on state outside its seed. */
  readonly dependent: Misuse | undefined;
  readonly interrupted: boolean;
  /** Code coverage, if requested. */
  readonly coverage: readonly FileCoverage[] | undefined;
}

/** Runs seeds in turn; stops at the first failure unless told to keep going, and on Ctrl-C. */
export async function runMany(
  job: RunJob,
  range: SeedRange,
  io: Io,
  coverageOf: () => readonly FileCoverage[] | undefined = () => undefined,
): Promise<ExitCode> {
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
  const fired = new Map<number, number>();
  const startMs = io.nowMs();
  for (let seed = range.first; seed <= range.last && !interrupted && failed === undefined; seed++) {
    const scenario = job.scenarioOf(String(seed));
    const run = await unlessInterrupted(timedRun(job, scenario, io));
    if (run === 'interrupted') {
      interrupted = true;
      break;
    }
    const { result, stuck } = run;
    for (const [rule, times] of run.rulesFired) fired.set(rule, (fired.get(rule) ?? 0) + times);
    const hangs = stuck !== undefined && stuck.tookMs === undefined;
    codes.add(hangs ? ExitCode.violation : exitCodeOf(result));
    if (stuck !== undefined && !hangs) io.err(`seed ${seed}: ${slowText(stuck)}\n`);
    const failure = batch.add(scenario.seed, result, commandLine('sim', scenario.seed, job.given));
    if (failure !== undefined) {
      if (!job.keepGoing) failed = { scenario, result, ...(hangs ? { stuck } : {}) };
      else report(failure, result, progress, job, io);
    }
    progress.show(() => progressText(batch, range, io.nowMs() - startMs));
    if (failed === undefined) await io.breathe(); // once a program was stopped, the event loop gets no turn
  }
  stopListening();
  progress.erase();
  for (const line of quietLines(job, first, fired, batch.seeds)) io.err(`${line}\n`);
  tellUndeclaredPoints(job.system, io);
  const coverage = coverageOf();
  const suspect = failed?.stuck === undefined ? failed?.scenario : undefined; // what does not end is not repeated
  const dependent =
    suspect === undefined ? undefined : await inOwnTurn(() => seedsBefore(job, range, suspect, io));
  if (dependent !== undefined) codes.add(ExitCode.nondeterminism);
  const elapsedMs = io.nowMs() - startMs;
  const stepsPerSecond = perSecond(batch.steps, elapsedMs);
  if (job.junit !== undefined) writeFileFor('--junit', job.junit, batchJunit(job, range, batch, elapsedMs));
  if (job.json)
    io.out(
      `${JSON.stringify({ ...batchJson(batch, stepsPerSecond), ...(coverage === undefined ? {} : { coverage }) })}\n`,
    );
  else await printEnd(job, range, batch, { stepsPerSecond, failed, dependent, interrupted, coverage }, io);
  return interrupted ? ExitCode.interrupted : worstOf(codes);
}

function batchJunit(
  { system }: RunJob,
  { first }: SeedRange,
  { seeds, failures, probes }: Batch,
  elapsedMs: number,
): string {
  const failed = new Map(failures.map((failure) => [failure.seed, failure]));
  const cases = Array.from({ length: seeds }, (_, i): JunitCase => {
    const seed = String(first + i);
    const failure = failed.get(seed);
    if (failure === undefined) return { name: `seed ${seed}` };
    const { invariant, verdict, title, step, command } = failure;
    const text = `step ${step}\n${command}`;
    return { name: `seed ${seed}`, failure: { type: invariant ?? verdict, message: title, text } };
  });
  return junitXml(system.name, cases, elapsedMs / 1000, notJudgedText(probes, 'run'));
}

async function unlessInterrupted<T>(work: Promise<T>): Promise<T | 'interrupted'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CtrlC) return 'interrupted';
    throw error;
  }
}

/** Reports a failure that further ones may follow. */
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
  const { seeds, passed, excused, vacuous, failures, steps, operations, faults, probes } = batch;
  return {
    seeds,
    passed,
    excused,
    vacuous,
    failed: failures,
    steps,
    operations,
    faults,
    probes,
    steps_per_s: stepsPerSecond,
  };
}

async function printEnd(
  job: RunJob,
  range: SeedRange,
  batch: Batch,
  { stepsPerSecond, failed, dependent, interrupted, coverage }: End,
  io: Io,
): Promise<void> {
  const { paint } = io;
  io.out(text(batchLines(batch, stepsPerSecond, interrupted, paint)));
  const unjudged = unjudgedText(job.system, job.scenarioOf(String(range.first)));
  if (unjudged !== undefined) io.out(text([labelled(['judged', paint.warning(unjudged)])]));
  if (coverage !== undefined) io.out(text(coverageLines(coverage, paint)));
  if (failed !== undefined) {
    const again = againWith(job, range, failed.scenario.seed);
    await printBlock(job, failed, io, dependent === undefined ? undefined : again);
    if (dependent !== undefined) io.out(text(['', ...misuseLines(dependent, again, io.paint)]));
    return;
  }
  const [first] = batch.failures;
  if (first !== undefined) io.out(text(failureGroups(batch.failures, paint)));
  const left = { first: range.first + batch.seeds, last: range.last };
  const rest = commandLine('sim', undefined, ['--seeds', `${left.first}..${left.last}`, ...job.given]);
  const next = first?.command ?? (interrupted ? rest : nextSeeds(range, job.given));
  io.out(text([labelled(['next', paint.command(next)])]));
}

/** Prints the block of the failure that ended the batch, as the last output. */
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
    const { look: _, next: __, ...dependent } = violation; // neither reproduces it alone
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
