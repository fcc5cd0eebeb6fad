import path from 'node:path';
import { makeFolder } from '../files/write.ts';
import { nowMs } from '../kernel/machine.ts';
import { writeFailure } from '../replay/failure-file.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import { type NoEffect, noEffectText } from '../text/no-effect.ts';
import { notJudgedText } from '../text/not-judged.ts';
import type { ScenarioOptions } from './scenario-of.ts';
import { shrink } from './shrink.ts';
import { type Run, simulateSeed } from './simulate.ts';

export const MINUTE_MS = 60_000;
/** Number of seeds from which the total time is estimated. */
const FIRST_SEEDS = 3;
/** Factor applied to the estimate: some seeds take much longer than others. */
const PATIENCE = 5;
/** Bounds of the default time limit. */
const LIMIT_MS_MIN = 20_000;
export const LIMIT_MS_MAX = 20 * MINUTE_MS;
/** Interval between progress lines. */
const TOLD_EVERY_MS = 5000;
/** Vitest's own limit is this much later: the error thrown here is more informative. */
export const GRACE_MS = 10 * MINUTE_MS;

/** Seeds that run as one test. */
export interface Seeds {
  readonly name: string;
  readonly system: System;
  readonly seeds: readonly string[];
  readonly options: ScenarioOptions;
  /** Time limit for all seeds in milliseconds; estimated from the first seeds when undefined. */
  readonly timeout: number | undefined;
  /** Time limit for shrinking a failing run, in minutes; 0 disables shrinking. */
  readonly minutes: number;
  /** Command that reruns a seed. */
  readonly again: (seed: string) => string;
  readonly signal: AbortSignal;
  /** One seed of several is replayed: rules and edits may have no effect in it. */
  readonly replayed: boolean;
  /** Called with progress now and then. */
  readonly tell?: (text: string) => void;
}

/**
 * Runs seeds in turn, and tells how many were not judged to their end.
 * @throws Error with the block of the first failure, on timeout with how many seeds fit, or if a rule or an edit had no effect in
 * any seed: a test whose rules never fire tests nothing.
 */
export async function throughSeeds({
  name,
  system,
  seeds,
  options,
  timeout,
  minutes,
  again,
  signal,
  replayed,
  tell = (text) => console.info(text),
}: Seeds): Promise<void> {
  const startMs = nowMs();
  let limitMs = timeout ?? LIMIT_MS_MAX;
  let toldMs = startMs;
  const reached: Record<string, number> = {};
  let idle: readonly NoEffect[] | undefined;
  for (const [index, seed] of seeds.entries()) {
    if (signal.aborted) return; // vitest has reported the reason
    const further = { again: again(seed), next: `WAVETANK_SHRINK=1 ${again(seed)}` };
    const all = { ...options, ...further, seed, checkDeterminism: index === 0 };
    const { run, noEffect } = await inOwnTurn(() => simulateSeed(system, all)); // also lets the time limit fire
    if (run.violation !== undefined && minutes > 0)
      throw violation(await shrunk(name, system, run, minutes), index, seeds.length);
    if (run.failure !== undefined) throw violation(run.failure, index, seeds.length);
    for (const probe of Object.keys(run.probes)) reached[probe] = (reached[probe] ?? 0) + 1;
    idle = idle?.filter(({ of }) => noEffect.some((other) => other.of === of)) ?? noEffect;
    const done = index + 1;
    const spentMs = nowMs() - startMs;
    if (timeout === undefined && done === FIRST_SEEDS)
      limitMs = Math.min(LIMIT_MS_MAX, Math.max(LIMIT_MS_MIN, (PATIENCE * spentMs * seeds.length) / done));
    if (spentMs > limitMs && done < seeds.length) throw outOfTime(done, seeds.length, limitMs, spentMs);
    if (nowMs() - toldMs < TOLD_EVERY_MS) continue;
    toldMs = nowMs();
    tell(`${name}: ${done} of ${seeds.length} seeds`);
  }
  if (idle !== undefined && idle.length > 0 && !replayed) throw withoutEffect(idle, seeds.length);
  const notJudged = notJudgedText(reached, 'run');
  if (notJudged !== undefined) tell(`${name}: ${notJudged}`);
}

/** Shrinks the failing run and writes it to a file for `replay`. */
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

function withoutEffect(idle: readonly NoEffect[], seeds: number): Error {
  const error = new Error(`in all ${seeds} seeds:\n  ${idle.map(noEffectText).join('\n  ')}`);
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Error for a timeout: more seeds than fit into the limit. */
function outOfTime(done: number, all: number, limitMs: number, spentMs: number): Error {
  const fit = Math.max(1, Math.floor((done * limitMs) / spentMs));
  const error = new Error(
    `time is over: ${done} of ${all} seeds passed in ${(spentMs / 1000).toFixed(1)} s; about ${fit} fit into ${limitMs / 1000} s: seeds: ${fit}, or a longer timeout`,
  );
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Error with the block alone: the stack inside the harness is of no use. */
function violation(failure: string, before: number, all: number): Error {
  const error = new Error(`${before} of ${all} seeds passed before this one\n\n${failure}\n`);
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
