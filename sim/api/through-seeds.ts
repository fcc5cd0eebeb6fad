import path from 'node:path';
import { makeFolder } from '../files/write.ts';
import { nowMs } from '../kernel/machine.ts';
import { writeFailure } from '../replay/failure-file.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import type { ScenarioOptions } from './scenario-of.ts';
import { shrink } from './shrink.ts';
import { type Run, simulate } from './simulate.ts';

export const MINUTE_MS = 60_000;
/** Seeds from which it is told how long all of them take. */
const FIRST_SEEDS = 3;
/** All seeds may take so many times what the first ones promise: some are much longer than others. */
const PATIENCE = 5;
/** No less, and no more, than this when nobody says otherwise. */
const LIMIT_MS_MIN = 20_000;
export const LIMIT_MS_MAX = 20 * MINUTE_MS;
/** Between two lines that say how many seeds are done. */
const TOLD_EVERY_MS = 5000;
/** vitest's own limit comes this much later: what is said here tells more. */
export const GRACE_MS = 10 * MINUTE_MS;

/** Many seeds as one test. */
export interface Seeds {
  readonly name: string;
  readonly system: System;
  readonly seeds: readonly string[];
  readonly options: ScenarioOptions;
  /** Milliseconds for all of them; by what the first ones take when undefined. */
  readonly timeout: number | undefined;
  /** For so many minutes a failing run is made small; 0: it is not. */
  readonly minutes: number;
  /** The command that shows a seed again. */
  readonly again: (seed: string) => string;
  readonly signal: AbortSignal;
  /** Told how many are done, now and then. */
  readonly tell?: (text: string) => void;
}

/** Runs seeds in turn. @throws Error with the block of the first failure, or with what fits when the time is over. */
export async function throughSeeds({
  name,
  system,
  seeds,
  options,
  timeout,
  minutes,
  again,
  signal,
  tell = (text) => console.info(text),
}: Seeds): Promise<void> {
  const startMs = nowMs();
  let limitMs = timeout ?? LIMIT_MS_MAX;
  let toldMs = startMs;
  for (const [index, seed] of seeds.entries()) {
    if (signal.aborted) return; // vitest has said why
    const further = { again: again(seed), next: `WAVETANK_SHRINK=1 ${again(seed)}` };
    const all = { ...options, ...further, seed, checkDeterminism: index === 0 };
    const run = await inOwnTurn(() => simulate(system, all)); // lets the time limit in, too
    if (run.breach !== undefined && minutes > 0)
      throw violation(await shrunk(name, system, run, minutes), index, seeds.length);
    if (run.failure !== undefined) throw violation(run.failure, index, seeds.length);
    const done = index + 1;
    const spentMs = nowMs() - startMs;
    if (timeout === undefined && done === FIRST_SEEDS)
      limitMs = Math.min(LIMIT_MS_MAX, Math.max(LIMIT_MS_MIN, (PATIENCE * spentMs * seeds.length) / done));
    if (spentMs > limitMs && done < seeds.length) throw outOfTime(done, seeds.length, limitMs, spentMs);
    if (nowMs() - toldMs < TOLD_EVERY_MS) continue;
    toldMs = nowMs();
    tell(`${name}: ${done} of ${seeds.length} seeds`);
  }
}

/** The failing run made small, in a file that `replay` takes. */
async function shrunk(name: string, system: System, run: Run, minutes: number): Promise<string> {
  const { text, failure } = await shrink(system, run, { minutes });
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const file = path.join(
    'findings',
    `${slug.slice(0, 60)}-${failure.seed}-small.json`.replaceAll(/[^\w.-]/g, '-'),
  );
  makeFolder(path.resolve('findings'));
  writeFailure(file, failure);
  return `${text.replaceAll('shrunk.failure', `'${file.replaceAll(path.sep, '/')}'`)}\n  kept        ${file}`;
}

/** More seeds than there is time for. */
function outOfTime(done: number, all: number, limitMs: number, spentMs: number): Error {
  const fit = Math.max(1, Math.floor((done * limitMs) / spentMs));
  const error = new Error(
    `time is over: ${done} of ${all} seeds passed in ${(spentMs / 1000).toFixed(1)} s; about ${fit} fit into ${limitMs / 1000} s: seeds: ${fit}, or a longer timeout`,
  );
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** The block alone: where in the harness it was found says nothing. */
function violation(failure: string, before: number, all: number): Error {
  const error = new Error(`${before} of ${all} seeds passed before this one\n\n${failure}\n`);
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
