import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeFailure } from '../replay/failure-file.ts';
import { text } from '../report/layout.ts';
import { shrinkLines } from '../report/shrink-lines.ts';
import { storyOf } from '../report/story.ts';
import { count } from '../report/units.ts';
import { violationLines } from '../report/violation-block.ts';
import { decisionsOf, type Failing } from '../shrink/oracle.ts';
import { NothingToShrink, type Shrunk, shrink } from '../shrink/shrink.ts';
import { BadInput } from './bad-input.ts';
import { differsElsewhere } from './check-determinism.ts';
import { commandLine } from './command-line.ts';
import { commitText } from './commit.ts';
import { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseMinutes } from './mutants-job.ts';
import { prepareJob } from './prepare-job.ts';
import { Progress } from './progress.ts';
import type { Registry } from './registry.ts';
import { failureOfRun } from './shrunk-failure.ts';
import type { SimJob, SimOptions } from './sim-job.ts';

export interface ShrinkCommandOptions extends SimOptions {
  readonly minutes?: string;
  readonly out?: string;
}

const MINUTES = 1;
const MINUTE_MS = 60_000;

/** @throws BadInput */
export async function runShrink(
  words: string,
  options: ShrinkCommandOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const limitMs = (options.minutes === undefined ? MINUTES : parseMinutes(options.minutes)) * MINUTE_MS;
  const job = await prepareJob(words, options, registry);
  const scenario = job.scenarioOf(job.seed ?? words);
  const progress = new Progress(io, !job.json);
  const startMs = io.nowMs();
  let shrunk: Shrunk;
  try {
    shrunk = await shrink(
      job.system,
      { scenario, edits: job.edits },
      {
        spent: () => io.nowMs() - startMs > limitMs,
        onBetter: ({ size }, pass, runs) =>
          progress.show(
            () =>
              `${pass} · ${count(runs)} runs · ${count(size.steps)} steps, ${count(size.messages)} messages`,
          ),
      },
    );
  } catch (error) {
    if (error instanceof NothingToShrink) throw new BadInput(`there is nothing to shrink: ${error.message}`);
    throw error;
  } finally {
    progress.erase();
  }
  const seconds = (io.nowMs() - startMs) / 1000;
  const file = options.out ?? fileFor(job, words, shrunk.best);
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const failure = failureOfRun(job.system, shrunk.best, {
    mutant: options.mutant ?? job.failure?.mutant,
    catalogue: options.catalogue ?? job.failure?.catalogue,
  });
  writeFailure(file, failure);
  const differs = differsElsewhere(
    { ...job, edits: failure.edits, failurePath: file, given: [] },
    failure,
    io,
  );
  if (differs)
    io.err(
      `the small run is another one in a process of its own: try npm run sim -- ${file} --check-determinism\n`,
    );
  print(shrunk, job, file, seconds, io);
  return differs ? ExitCode.nondeterminism : ExitCode.clean;
}

function print(shrunk: Shrunk, job: SimJob, file: string, seconds: number, io: Io): void {
  const { before, after, best, runs, exhausted, slipped } = shrunk;
  const { breach, candidate, result } = best;
  const faults = decisionsOf(job.system, best, 'fault');
  const others = [...slipped.keys()];
  if (job.json) {
    io.out(
      `${JSON.stringify({ before, after, runs, seconds, exhausted, faults, others, fingerprint: breach.fingerprint, file })}\n`,
    );
    return;
  }
  const story = storyOf(job.system, candidate.scenario, candidate.edits, breach, result.hash);
  const again = commandLine('sim', file, []);
  io.out(text([...shrinkLines({ before, after, runs, seconds, exhausted, faults, others }, io.paint), '']));
  io.out(
    text(
      violationLines({ breach, scenario: candidate.scenario, commit: commitText(), story, again }, io.paint),
    ),
  );
}

/** `x.json` becomes `x-small.json`; a seed goes below findings/. */
function fileFor({ failurePath, system }: SimJob, seed: string, { breach }: Failing): string {
  if (failurePath !== undefined) return failurePath.replace(/\.json$/, '-small.json');
  const slug = `${system.name} ${seed} ${breach.fingerprint}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return path.join('findings', `${slug.slice(0, 80)}-small.json`);
}
