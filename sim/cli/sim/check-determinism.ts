import { type Parting, partingOf } from '../../determinism/determinism.ts';
import { partingFrom, stepDigests } from '../../determinism/step-digests.ts';
import type { Failure } from '../../replay/failure-file.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { commandLine } from '../../text/command-line.ts';
import { partingLines } from '../../text/determinism-lines.ts';
import { text } from '../../text/layout.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { lookThrough } from '../shared/look-through.ts';
import { runJson } from '../shared/run-json.ts';
import { timedRun } from '../shared/timed-run.ts';
import { type SimJob, subjectOf } from './job.ts';
import { printDraw, reportMisuse, runOne } from './run-one.ts';

/** Lines that are written together. */
const LINES_AT_ONCE = 4096;

/** What the report of a run says that was compared. */
const COMPARED = 'the same at every step in two runs side by side, and in one in a process of its own';

interface Finding {
  readonly parting: Parting;
  /** Which run the second one is. */
  readonly second: string;
}

/** Two runs side by side, then one in a process of its own; and the run itself when they are all the same. */
export function checkDeterminism(job: SimJob, scenario: Scenario, io: Io): ExitCode {
  const misuse = lookThrough(job, scenario); // says more than where two runs part
  if (misuse !== undefined) return reportMisuse(misuse, job, scenario, io);
  const finding = besides(job, scenario) ?? elsewhere(job, scenario, io);
  if (finding === undefined) return runOne(job, scenario, io, COMPARED);
  if (job.json) {
    const run = timedRun(job, scenario, io);
    const { step, timeUs, event, contrasts } = finding.parting;
    const difference = { step, virtual_ms: timeUs / 1000, event, contrasts };
    io.out(`${JSON.stringify({ ...runJson(run, scenario, null), verdict: 'error', difference })}\n`);
  } else {
    printDraw(scenario, io);
    const again = commandLine('sim', subjectOf(job, scenario), [...job.given, '--check-determinism']);
    io.out(text(partingLines(finding.parting, finding.second, again, io.paint)));
  }
  return ExitCode.nondeterminism;
}

function besides({ system, edits }: SimJob, scenario: Scenario): Finding | undefined {
  const parting = partingOf(system, scenario, edits);
  return parting === undefined ? undefined : { parting, second: 'second run' };
}

/** Whatever differs from process to process: addresses, caches, the environment. */
function elsewhere(job: SimJob, scenario: Scenario, io: Io): Finding | undefined {
  const { system, edits, given } = job;
  const output = io.afresh?.(['sim', ...given, '--step-digests', '--', subjectOf(job, scenario)]);
  if (output === undefined) return undefined;
  const parting = partingFrom(output.split('\n'), system, scenario, edits);
  return parting === undefined ? undefined : { parting, second: 'in another process' };
}

/** Whether a failure file gives another run in a process of its own. */
export const differsElsewhere = (job: SimJob, { scenario }: Failure, io: Io): boolean =>
  elsewhere(job, scenario, io) !== undefined;

/** What {@link elsewhere} reads. */
export function printStepDigests({ system, edits }: SimJob, scenario: Scenario, io: Io): ExitCode {
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
