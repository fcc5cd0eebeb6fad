import { commitText } from '../../files/commit.ts';
import { wavetankVersion } from '../../files/repository.ts';
import { BadInput } from '../../input/bad-input.ts';
import { type Failure, readFailure, type WrittenFailure } from '../../replay/failure-file.ts';
import { guided } from '../../replay/guided.ts';
import { type Divergence, divergenceOf } from '../../replay/strict.ts';
import { type Tape, taped, unpacked } from '../../replay/tape.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { RunResult } from '../../run/result.ts';
import { simulate } from '../../run/run.ts';
import type { Registry } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import { divergenceLines, guidedLines, replayedLine } from '../../text/replay-lines.ts';
import { violationLines } from '../../text/violation-block.ts';
import { ExitCode, exitCodeOf } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { prepareJob } from '../shared/read-run.ts';
import type { RunJob } from '../shared/run-job.ts';
import { violationReport } from '../shared/violation-report.ts';

export interface ReplayOptions {
  readonly guided?: true;
  readonly json?: true;
}

/** @throws BadInput */
export async function runReplay(
  file: string,
  options: ReplayOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const failure = readFailure(file);
  if (options.guided !== true) refuseOtherCode(file, failure);
  const recorded = tapeOf(file, failure);
  const { json } = options;
  const isGuided = options.guided === true;
  const job = await prepareJob(file, json === undefined ? {} : { json }, registry, isGuided);
  return isGuided ? replayGuided(job, recorded, io) : replayStrictly(job, recorded, io);
}

/** Strict replay requires the same code. @throws BadInput */
function refuseOtherCode(file: string, { wavetank, commit }: WrittenFailure): void {
  const instead = 'go there, or let --guided match what still fits';
  const version = wavetankVersion();
  if (wavetank !== version)
    throw new BadInput(`${file} was made by wavetank ${wavetank} and this is ${version}: ${instead}`);
  const now = commitText();
  if (commit === null || now === undefined || bare(commit) === bare(now)) return;
  throw new BadInput(`${file} was made at commit ${bare(commit)} and this is ${bare(now)}: ${instead}`);
}

/** Commit without the note about modified files: if they matter, the steps will differ. */
const bare = (commit: string): string => commit.split(' ', 1)[0] ?? commit;

/** @throws BadInput */
function tapeOf(file: string, { tape }: WrittenFailure): Tape {
  if (tape === null)
    throw new BadInput(
      `${file} has no recorded run, as that did not come to an end: use ${commandLine('sim', file, [])}`,
    );
  const found = unpacked(tape);
  if (found === undefined) throw new BadInput(`${file}: what it holds of the run cannot be read`);
  return found;
}

async function replayStrictly(job: RunJob, recorded: Tape, io: Io): Promise<ExitCode> {
  const scenario = job.scenarioOf(job.seed ?? '');
  const [now, result] = await inOwnTurn(() => [
    taped(job.system, scenario, job.edits, recorded.cut ? recorded.steps.length : undefined),
    simulate(job.system, scenario, { edits: job.edits }),
  ]);
  const divergence = divergenceOf(recorded, now) ?? unlikeAfter(recorded, job.failure, result);
  if (divergence !== undefined) {
    const made = `node ${job.failure?.node ?? 'unknown'} then, ${process.version} now`;
    if (job.json) io.out(`${JSON.stringify({ same: false, divergence })}\n`);
    else io.out(text(divergenceLines(divergence, made, io.paint)));
    return ExitCode.nondeterminism;
  }
  const steps = recorded.steps.length;
  if (job.json)
    io.out(`${JSON.stringify({ same: true, steps, verdict: result.verdict, hash: result.hash })}\n`);
  else {
    io.out(text([replayedLine(steps, result.hash, io.paint), '']));
    await printViolation(job, result, io);
  }
  return exitCodeOf(result);
}

/** Compares steps beyond the recorded ones by the hash over all steps. */
function unlikeAfter(
  { cut, steps }: Tape,
  failure: Failure | undefined,
  { hash, steps: now }: RunResult,
): Divergence | undefined {
  if (!cut || failure === undefined || failure.hash === hash) return undefined;
  const ending = (step: number, over: string | null): string => `the end, at step ${step}: hash ${over}`;
  const expected = ending(failure.step, failure.hash);
  return { step: steps.length + 1, expected, got: ending(now, hash), before: [], orLater: true };
}

async function replayGuided(job: RunJob, recorded: Tape, io: Io): Promise<ExitCode> {
  const scenario = job.scenarioOf(job.seed ?? '');
  const { edits, steps, decisions, prefix, result } = await inOwnTurn(() => {
    const found = guided(job.system, scenario, recorded);
    return { ...found, result: simulate(job.system, scenario, { edits: found.edits }) };
  });
  const fingerprint = job.failure?.fingerprint ?? '';
  const again = result.violation?.fingerprint === fingerprint;
  if (job.json) {
    const { verdict, hash } = result;
    io.out(`${JSON.stringify({ steps, decisions, prefix, fails_again: again, verdict, hash, edits })}\n`);
    return exitCodeOf(result);
  }
  const ending = { fingerprint, now: result.violation?.fingerprint ?? result.verdict };
  io.out(text([...guidedLines({ steps, decisions, prefix }, ending, io.paint), '']));
  await printViolation({ ...job, edits }, result, io);
  return exitCodeOf(result);
}

async function printViolation(job: RunJob, result: RunResult, io: Io): Promise<void> {
  const report = await violationReport(job, job.scenarioOf(job.seed ?? ''), result);
  if (report !== undefined) io.out(text(violationLines(report, io.paint)));
}
