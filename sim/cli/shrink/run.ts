import path from 'node:path';
import { commitText } from '../../files/commit.ts';
import { makeFolder } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseWorkers } from '../../input/numbers.ts';
import { writeFailure } from '../../replay/failure-file.ts';
import { bounded, CtrlC, Interruption } from '../../run/bounded.ts';
import { inOwnTurn } from '../../run/own-turn.ts';
import type { System } from '../../scenario/system.ts';
import { type Explanation, explain } from '../../shrink/explain.ts';
import { failureOfRun } from '../../shrink/failure.ts';
import type { Lookahead } from '../../shrink/lookahead.ts';
import { decisionsOf, type Failing } from '../../shrink/oracle.ts';
import { BudgetSpent } from '../../shrink/search.ts';
import { NothingToShrink, type Shrunk, shrink } from '../../shrink/shrink.ts';
import type { Registry } from '../../systems/registry.ts';
import { isSystemFile } from '../../systems/registry.ts';
import { commandLine } from '../../text/command-line.ts';
import { ruleLines } from '../../text/explain-lines.ts';
import { labelled, text } from '../../text/layout.ts';
import { shrinkLines } from '../../text/shrink-lines.ts';
import { storyOf } from '../../text/story.ts';
import { violationLines } from '../../text/violation-block.ts';
import { count } from '../../words/units.ts';
import { partingElsewhere } from '../shared/elsewhere.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { Progress } from '../shared/progress.ts';
import { prepareJob } from '../shared/read-run.ts';
import type { RunJob, RunJobOptions } from '../shared/run-job.ts';
import { crewFor } from './crew.ts';
import { fleetCrew } from './fleet.ts';
import { type KeepOptions, keepFailure, refuseKeeping } from './keep.ts';
import { type LimitOptions, type Limits, limitsOf } from './limits.ts';

export interface ShrinkCommandOptions extends RunJobOptions, KeepOptions, LimitOptions {
  readonly workers?: string;
  readonly fleet?: string;
  readonly out?: string;
  readonly recording?: string;
}

/** Interval between checks for Ctrl-C. */
const BREATH_MS = 50;
/** Extra time for a run that started before the deadline. */
const GRACE_MS = 1000;
/** Maximum length of the story in lines: the whole explanation fits on a screen. */
const STORY_LINES = 14;

/** Result of shrinking, and the files written. */
interface Outcome {
  readonly shrunk: Shrunk;
  readonly why: Explanation;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly limits: Limits;
  readonly file: string;
  readonly kept: readonly string[];
}

/** @throws BadInput */
export async function runShrink(
  words: string,
  options: ShrinkCommandOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const limits = limitsOf(options);
  const workers = parseWorkers(options.workers);
  if (options.fleet !== undefined && options.workers !== undefined)
    throw new BadInput('--workers are those of this machine: a fleet has its own');
  const job = await prepareJob(words, options, registry);
  const bug = {
    mutant: options.mutant ?? job.failure?.mutant,
    catalogue: options.catalogue ?? job.failure?.catalogue,
  };
  refuseKeeping(options, bug.catalogue);
  if (isSystemFile(job.system.name) && (options.emitTest ?? options.save) !== undefined)
    throw new BadInput(
      `--emit-test and --save are for built-in systems; keep the small run of ${job.system.name} as it is`,
    );
  const sound = bug.mutant === undefined ? undefined : await soundSystem(job.system.name, registry);
  const startMs = io.nowMs();
  const crew =
    options.fleet === undefined
      ? await crewFor(job.system.name, bug, workers, io)
      : await fleetCrew(options.fleet, job.system, { bug, label: `shrink ${words}` }, io);
  const { shrunk, interrupted } = await search(job, words, { sound, ...crew }, limits, io).finally(() =>
    crew?.close(),
  );
  const seconds = (io.nowMs() - startMs) / 1000;

  const file = options.out ?? fileFor(job, words, shrunk.best);
  const failure = await inOwnTurn(() => failureOfRun(job.system, shrunk.best, bug));
  write(file, () => writeFailure(file, failure));
  const explainUntilMs = io.nowMs() + limits.explainMs;
  const looking = {
    sound,
    spent: () => io.nowMs() > explainUntilMs,
    bounded: inTime(() => explainUntilMs - io.nowMs() + GRACE_MS),
  };
  const why = await inOwnTurn(() => explain(job.system, shrunk.best, looking));
  const note = `${failure.title}: ${failure.facts.join('; ')}`;
  const kept = keepFailure(failure, note, options);
  const small = { ...job, edits: failure.edits, failurePath: file, given: [] };
  const differs = await inOwnTurn(() => partingElsewhere(small, failure.scenario, io) !== undefined);
  await inOwnTurn(() => print({ shrunk, limits, why, seconds, interrupted, file, kept }, job, io));
  if (differs) {
    io.err(
      `the small run is another one in a process of its own: try ${commandLine('sim', file, ['--check-determinism'])}\n`,
    );
    return ExitCode.nondeterminism;
  }
  return interrupted ? ExitCode.interrupted : ExitCode.clean;
}

/** The system without the mutant. */
async function soundSystem(name: string, registry: Registry): Promise<System | undefined> {
  if (!isSystemFile(name)) return registry.systems.get(name);
  const { withSystemFiles } = await import('../shared/system-file.ts');
  return (await withSystemFiles(registry, [name])).systems.get(name);
}

/** Executes runs until the time is up or Ctrl-C. */
const inTime =
  (leftMs: () => number, onCtrlC: () => void = () => {}) =>
  <T>(runs: () => T): T => {
    try {
      return bounded(runs, leftMs());
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
      if (error instanceof CtrlC) onCtrlC();
      throw new BudgetSpent();
    }
  };

/** Shrinks until no further reduction, timeout, or Ctrl-C; returns the best result so far in every case. */
async function search(
  job: RunJob,
  words: string,
  { sound, lookahead }: { readonly sound: System | undefined; readonly lookahead?: Lookahead },
  { runsMax, searchMs }: Limits,
  io: Io,
): Promise<{ shrunk: Shrunk; interrupted: boolean }> {
  const scenario = job.scenarioOf(job.seed ?? words);
  const progress = new Progress(io, !job.json);
  const startMs = io.nowMs();
  let interrupted = false;
  const stopListening = io.onInterrupt(() => {
    interrupted = true;
  });
  let breathedMs = startMs;
  try {
    const shrunk = await shrink(
      job.system,
      { scenario, edits: job.edits },
      {
        ...(sound === undefined ? {} : { sound }),
        ...(lookahead === undefined ? {} : { lookahead }),
        runsMax,
        bounded: inTime(
          () => searchMs - (io.nowMs() - startMs) + GRACE_MS,
          () => {
            interrupted = true;
          },
        ),
        spent: () => interrupted || io.nowMs() - startMs > searchMs,
        async breathe() {
          if (io.nowMs() - breathedMs < BREATH_MS) return;
          await io.breathe();
          breathedMs = io.nowMs();
        },
        onBetter: ({ size }, pass, runs) =>
          progress.show(
            () =>
              `${pass} · ${count(runs)} runs · ${count(size.steps)} steps, ${count(size.messages)} messages`,
          ),
      },
    );
    return { shrunk, interrupted };
  } catch (error) {
    if (error instanceof NothingToShrink) throw new BadInput(`there is nothing to shrink: ${error.message}`);
    throw error;
  } finally {
    stopListening();
    progress.erase();
  }
}

function write(file: string, body: () => void): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    body();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new BadInput(`${file} cannot be written (${code})`);
  }
}

function print(
  { shrunk, limits, why, seconds, interrupted, file, kept }: Outcome,
  job: RunJob,
  io: Io,
): void {
  const { before, after, best, runs, exhausted, tried, slipped } = shrunk;
  const { violation, candidate, result } = best;
  const { scenario, edits } = candidate;
  const faults = decisionsOf(job.system, candidate, 'fault');
  const others = [...slipped.keys()];
  const story = storyOf(job.system, scenario, edits, violation, result.hash, {
    told: STORY_LINES,
    style: 'sentence',
  });
  const sizes = { before, after, runs, seconds, exhausted, interrupted, faults, others, tried };
  if (job.json) {
    const told = (story ?? []).map(({ step, timeUs, text }) => ({ step, virtual_ms: timeUs / 1000, text }));
    const explained = { rules: ruleLines(scenario), story: told, ...why };
    io.out(`${JSON.stringify({ ...sizes, fingerprint: violation.fingerprint, explained, file, kept })}\n`);
    return;
  }
  const again = commandLine('replay', file, []);
  const explained = { ...why, story };
  const look = commandLine('report', file, []);
  const block = { violation, scenario, commit: commitText(), story, again, look, explained };
  io.out(text([...shrinkLines(sizes, io.paint, limits.runsMax), '']));
  if (kept.length > 0) io.out(text([labelled(['kept', kept.join(', ')]), '']));
  io.out(text(violationLines(block, io.paint)));
}

/** `x.json` becomes `x-small.json`; a seed goes below findings/. */
function fileFor({ failurePath, system }: RunJob, seed: string, { violation }: Failing): string {
  if (failurePath !== undefined) return failurePath.replace(/\.json$/, '-small.json');
  const slug = `${system.name} ${seed} ${violation.fingerprint}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');
  return path.join('findings', `${slug.slice(0, 80)}-small.json`);
}
