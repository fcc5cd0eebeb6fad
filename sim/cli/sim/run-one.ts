import type { Misuse } from '../../determinism/misuse.ts';
import { commitText } from '../../files/commit.ts';
import { BadInput } from '../../input/bad-input.ts';
import type { RunResult } from '../../run/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { misuseLines } from '../../text/misuse-lines.ts';
import { outsideCallLines } from '../../text/outside-call-lines.ts';
import { type Line, scenarioLines } from '../../text/scenario-lines.ts';
import { storyOf } from '../../text/story.ts';
import { verdictLines } from '../../text/verdict-lines.ts';
import { type ViolationReport, violationLines } from '../../text/violation-block.ts';
import { ExitCode, exitCodeOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { judgedText } from '../shared/judged.ts';
import { lookThrough } from '../shared/look-through.ts';
import { nextCommand } from '../shared/next-command.ts';
import { runJson, violationJson } from '../shared/run-json.ts';
import { type TimedRun, timedRun } from '../shared/timed-run.ts';
import { type SimJob, subjectOf } from './job.ts';

/** One seed: what it drew, the run, and what came of it. `determinism` says how that was checked, if it was. */
export function runOne(job: SimJob, scenario: Scenario, io: Io, determinism?: string): ExitCode {
  if (!job.json) printDraw(scenario, io);
  const misuse = lookThrough(job, scenario);
  if (misuse !== undefined) return reportMisuse(misuse, job, scenario, io);
  const run = timedRun(job, scenario, io);
  tellDifference(job, run.result, io);
  tellUnmet(job, run, io);
  const report = violationReport(job, scenario, run.result);
  if (job.json) {
    const violation = report === undefined ? null : violationJson(report);
    io.out(`${JSON.stringify(runJson(run, scenario, violation))}\n`);
  } else if (run.result.nondeterminism !== undefined) {
    const again = commandLine('sim', subjectOf(job, scenario), job.given);
    io.out(text(outsideCallLines(run.result.nondeterminism, run.result, again, io.paint)));
  } else if (report !== undefined) {
    io.out(text(violationLines(report, io.paint)));
  } else {
    printEnd(job, scenario, run, io, determinism);
  }
  return exitCodeOf(run.result);
}

/** A process is not the same in every run: nothing else that was found can be trusted. */
export function reportMisuse(misuse: Misuse, job: SimJob, scenario: Scenario, io: Io): ExitCode {
  const again = commandLine('sim', subjectOf(job, scenario), job.given);
  if (job.json) io.out(`${JSON.stringify({ seed: scenario.seed, verdict: 'error', misuse })}\n`);
  else io.out(text(misuseLines(misuse, again, io.paint)));
  return ExitCode.nondeterminism;
}

/** A failure file is of one commit: with other code its run may be another one. */
function tellDifference({ failure }: SimJob, { hash, cut }: RunResult, io: Io): void {
  if (failure === undefined || failure.hash === null || failure.hash === hash || cut === true) return;
  const made = failure.commit === null ? '' : `, made at commit ${failure.commit}`;
  io.err(`this is not the run of the file${made}: its hash was ${failure.hash}, now it is ${hash}\n`);
}

/** An edit that no decision asks for is spelt wrong, or meant for another run. */
function tellUnmet({ forced }: SimJob, { decisions }: TimedRun, io: Io): void {
  const kinds = decisions.known.map(({ name }) => name);
  for (const name of decisions.unmet(forced)) {
    const kind = name.split(' ', 1)[0] ?? name;
    const why = kinds.includes(kind)
      ? 'the run never came to this decision'
      : `the run has no decisions called ${kind}; it has ${kinds.join(', ')}`;
    io.err(`--edit "${name}" had no effect: ${why}\n`);
  }
}

export function printDraw(scenario: Scenario, io: Io): void {
  io.out(text([...scenarioLines(scenario).map((line) => io.paint.faint(labelled(line))), '']));
}

/** A failure file with edits has been made small already. */
const isSmall = ({ failure }: SimJob): boolean => Object.keys(failure?.edits ?? {}).length > 0;

/** The block that a violation ends with; undefined when there was none. */
export function violationReport(
  job: SimJob,
  scenario: Scenario,
  { breach, hash }: RunResult,
): ViolationReport | undefined {
  if (breach === undefined) return undefined;
  return {
    breach,
    scenario,
    commit: commitText(),
    story: storyOf(job.system, scenario, job.edits, breach, hash),
    look: commandLine('report', subjectOf(job, scenario), job.given),
    again: commandLine('sim', subjectOf(job, scenario), job.given),
    ...(isSmall(job) ? {} : { next: commandLine('shrink', subjectOf(job, scenario), job.given) }),
  };
}

function printEnd(job: SimJob, scenario: Scenario, run: TimedRun, io: Io, determinism?: string): void {
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

/** Nodes of the log must exist. */
export function refuseUnknownNodes(job: SimJob, { replicas, clients }: Scenario): void {
  const last = replicas + clients - 1;
  for (const node of job.log.processes ?? []) {
    if (node > last) throw new BadInput(`--log-nodes ${node}: the processes are 0 to ${last}`);
  }
}
