import { type Parting, partingOf } from '../../determinism/determinism.ts';
import { stepDigests } from '../../determinism/step-digests.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { commandLine } from '../../text/command-line.ts';
import { partingLines } from '../../text/determinism-lines.ts';
import { text } from '../../text/layout.ts';
import { partingElsewhere } from '../shared/elsewhere.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { type RunJob, subjectOf } from '../shared/run-job.ts';
import { runJson } from './json.ts';
import { misuseOf } from './misuse.ts';
import { printDraw, reportMisuse, runOne } from './run-one.ts';
import { timedRun } from './timed-run.ts';

/** Lines per write. */
const LINES_AT_ONCE = 4096;

/** Wording of the comparison in the report. */
const COMPARED = 'the same at every step in two runs side by side, and in one in a process of its own';

interface Finding {
  readonly parting: Parting;
  /** Description of the second run. */
  readonly second: string;
}

/** Compares two runs side by side and one in a new process; runs the job itself when all are the same. */
export async function checkDeterminism(job: RunJob, scenario: Scenario, io: Io): Promise<ExitCode> {
  const misuse = await misuseOf(job, scenario, io); // more informative than the first differing step
  if (misuse !== undefined) return reportMisuse(misuse, job, scenario, io);
  const finding = await inOwnTurn(() => besides(job, scenario) ?? elsewhere(job, scenario, io));
  if (finding === undefined) return runOne(job, scenario, io, COMPARED);
  if (job.json) {
    const run = await timedRun(job, scenario, io);
    const { step, timeUs, event, contrasts } = finding.parting;
    const difference = { step, virtual_ms: timeUs / 1000, event, contrasts };
    io.out(`${JSON.stringify({ ...runJson(run, scenario, null), verdict: 'error', difference })}\n`);
  } else {
    printDraw(job, scenario, io);
    const again = commandLine('sim', subjectOf(job, scenario), [...job.given, '--check-determinism']);
    io.out(text(partingLines(finding.parting, finding.second, again, io.paint)));
  }
  return ExitCode.nondeterminism;
}

function besides({ system, edits }: RunJob, scenario: Scenario): Finding | undefined {
  const parting = partingOf(system, scenario, edits);
  return parting === undefined ? undefined : { parting, second: 'second run' };
}

function elsewhere(job: RunJob, scenario: Scenario, io: Io): Finding | undefined {
  const parting = partingElsewhere(job, scenario, io);
  return parting === undefined ? undefined : { parting, second: 'in another process' };
}

/** Prints the lines that {@link partingElsewhere} reads in the parent process. */
export function printStepDigests({ system, edits }: RunJob, scenario: Scenario, io: Io): ExitCode {
  let lines: string[] = [];
  for (const line of stepDigests(system, scenario, edits)) {
    lines.push(line);
    if (lines.length < LINES_AT_ONCE) continue;
    io.out(text(lines));
    lines = [];
  }
  io.out(text(lines));
  return ExitCode.clean;
}
