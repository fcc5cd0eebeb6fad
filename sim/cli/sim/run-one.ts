import type { Misuse } from '../../determinism/misuse.ts';
import { CtrlC } from '../../run/bounded.ts';
import type { RunResult } from '../../run/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { misuseLines } from '../../text/misuse-lines.ts';
import { noEffectText, unmetEdit } from '../../text/no-effect.ts';
import { outsideCallLines } from '../../text/outside-call-lines.ts';
import { type Line, scenarioLines } from '../../text/scenario-lines.ts';
import { slowText, stuckLines } from '../../text/stuck-lines.ts';
import { verdictLines } from '../../text/verdict-lines.ts';
import { ExitCode, exitCodeOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { otherRunText } from '../shared/other-run.ts';
import { type RunJob, subjectOf } from '../shared/run-job.ts';
import { tellUndeclaredPoints } from '../shared/undeclared-points.ts';
import { runJson, violationJson } from './json.ts';
import { judgedText } from './judged-by.ts';
import { misuseOf } from './misuse.ts';
import { nextCommand } from './next-command.ts';
import { quietLines } from './quiet-rules.ts';
import type { StuckStep } from './stuck-step.ts';
import { STEP_MS_MAX, type TimedRun, timedRun } from './timed-run.ts';

/** Runs one seed and prints its scenario and result. `determinism` says how determinism was checked, if it was. */
export async function runOne(
  job: RunJob,
  scenario: Scenario,
  io: Io,
  determinism?: string,
): Promise<ExitCode> {
  if (!job.json) printDraw(job, scenario, io);
  let run: TimedRun;
  try {
    const misuse = await misuseOf(job, scenario, io);
    if (misuse !== undefined) return reportMisuse(misuse, job, scenario, io);
    run = await timedRun(job, scenario, io);
  } catch (error) {
    if (error instanceof CtrlC) return ExitCode.interrupted;
    throw error;
  }
  if (run.stuck !== undefined && run.stuck.tookMs === undefined)
    return reportStuck(run.stuck, job, run, scenario, io);
  tellDifference(job, run.result, io);
  const noEffect = [...unmetLines(job, run), ...quietLines(job, scenario, run.rulesFired, 1)];
  for (const line of noEffect) io.err(`${line}\n`);
  tellUndeclaredPoints(job.system, io);
  if (run.stuck !== undefined && !job.json) io.err(`${slowText(run.stuck)}\n`);
  const block =
    run.result.violation === undefined ? undefined : await import('../shared/violation-report.ts');
  const report = await block?.violationReport(job, scenario, run.result);
  if (job.json) {
    const violation = report === undefined ? null : violationJson(report);
    io.out(`${JSON.stringify(runJson(run, scenario, violation, noEffect))}\n`);
  } else if (run.result.nondeterminism !== undefined) {
    const again = commandLine('sim', subjectOf(job, scenario), job.given);
    io.out(text(outsideCallLines(run.result.nondeterminism, run.result, again, io.paint)));
  } else if (block !== undefined && report !== undefined) {
    io.out(text(block.violationLines(report, io.paint)));
  } else {
    printEnd(job, scenario, run, io, determinism);
  }
  return exitCodeOf(run.result);
}

/** Reports a nondeterministic process: no other finding can be trusted. */
export function reportMisuse(misuse: Misuse, job: RunJob, scenario: Scenario, io: Io): ExitCode {
  const again = commandLine('sim', subjectOf(job, scenario), job.given);
  if (job.json) io.out(`${JSON.stringify({ seed: scenario.seed, verdict: 'error', misuse })}\n`);
  else io.out(text(misuseLines(misuse, again, io.paint)));
  return ExitCode.nondeterminism;
}

/** Reports a run cut short by a step that does not end. */
function reportStuck(stuck: StuckStep, job: RunJob, run: TimedRun, scenario: Scenario, io: Io): ExitCode {
  const again = commandLine('sim', subjectOf(job, scenario), job.given);
  if (job.json) io.out(`${JSON.stringify({ ...runJson(run, scenario, null), stuck })}\n`);
  else io.out(text(stuckLines(stuck, io.stepMsMax ?? STEP_MS_MAX, scenario.seed, again, io.paint)));
  return ExitCode.violation;
}

/** Notes a different result: a failure file belongs to one commit, and other code may run differently. */
function tellDifference(job: RunJob, { hash, cut }: RunResult, io: Io): void {
  const text = cut === true ? undefined : otherRunText(job, hash);
  if (text !== undefined) io.err(`${text}\n`);
}

/** Edits of decisions that the run never made, a line each. */
const unmetLines = ({ forced }: RunJob, { decisions }: TimedRun): readonly string[] =>
  decisions.unmet(forced).map((name) => noEffectText(unmetEdit(`--edit "${name}"`)));

export function printDraw({ system }: RunJob, scenario: Scenario, io: Io): void {
  io.out(text([...scenarioLines(scenario, system).map((line) => io.paint.faint(labelled(line))), '']));
}

function printEnd(job: RunJob, scenario: Scenario, run: TimedRun, io: Io, determinism?: string): void {
  const { result, stepsPerSecond } = run;
  if (result.verdict === 'error') {
    const where = `step ${result.steps} of seed ${scenario.seed}`;
    io.err(`the harness, or a handler that no invariant judges, broke at ${where}: ${result.reason ?? ''}\n`);
  }
  const judged: Line = ['judged', judgedText(job.system, scenario)];
  const extra: Line[] = determinism === undefined ? [judged] : [judged, ['determinism', determinism]];
  const next = nextCommand(result, job, scenario);
  io.out(text(verdictLines(result, stepsPerSecond, extra, next, io.paint)));
}
