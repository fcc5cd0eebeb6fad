import { type TestContext, test } from 'vitest';
import { breathe } from '../kernel/machine.ts';
import type { System } from '../scenario/system.ts';
import { quoted } from '../text/command-line.ts';
import type { ScenarioOptions } from './scenario-of.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

/** The seed that is replayed, alone, when it is set. */
const SEED_VARIABLE = 'WAVETANK_SEED';
/** Minutes for which a failing run is made small before it is shown. */
const SHRINK_VARIABLE = 'WAVETANK_SHRINK';
const MINUTE_MS = 60_000;

/** How many seeds, how long, and what their scenarios have in common. */
export interface SimTestOptions extends ScenarioOptions {
  /** How many seeds, from 1 on, or the first and the last one; 100 when absent. */
  readonly seeds?: number | readonly [first: number, last: number];
  /** Milliseconds for all of them; what vitest is configured to when absent. */
  readonly timeout?: number;
}

/**
 * A vitest test that runs a system under many seeds and fails at the first violation, with the block that the command prints.
 * `WAVETANK_SEED=42` in the environment replays one seed; with `WAVETANK_SHRINK=1` besides it is made small first, for a minute.
 * The first seed is also looked through for state outside the state
 * objects. When the test times out, no further seed is begun.
 */
export function simTest(name: string, system: System, options: SimTestOptions = {}): void {
  const { seeds = 100, timeout, ...rest } = options;
  const all = chosen(seeds);
  if (all.length === 0) throw new RangeError(`simTest: ${name} has no seeds`);
  const title = `${name} (${all.length === 1 ? `seed ${all[0]}` : `${all.length} seeds`})`;
  const minutes = Number(process.env[SHRINK_VARIABLE] ?? 0);
  const again = (seed: string): string =>
    `${SEED_VARIABLE}=${quoted(seed)} npx vitest run -t ${pattern(name)}`;
  const body = async ({ signal }: Pick<TestContext, 'signal'>): Promise<void> => {
    for (const [index, seed] of all.entries()) {
      if (signal.aborted) return; // vitest has said why
      const further = { again: again(seed), next: `${SHRINK_VARIABLE}=1 ${again(seed)}` };
      const run = simulate(system, { ...rest, ...further, seed, checkDeterminism: index === 0 });
      if (run.breach !== undefined && minutes > 0)
        throw violation((await shrink(system, run, { minutes })).text, index, all.length);
      if (run.failure !== undefined) throw violation(run.failure, index, all.length);
      await breathe(); // lets the time limit in
    }
  };
  // What is being made small takes its time, and then some to say why it fails.
  const limitMs = minutes > 0 ? (timeout ?? 0) + (minutes + 1) * MINUTE_MS : timeout;
  if (limitMs === undefined) test(title, body);
  else test(title, { timeout: limitMs }, body);
}

function chosen(seeds: number | readonly [first: number, last: number]): readonly string[] {
  const one = process.env[SEED_VARIABLE];
  if (one !== undefined && one !== '') return [one];
  const [first, last] = typeof seeds === 'number' ? [1, seeds] : seeds;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(first + i));
}

/** The block alone: where in the harness it was found says nothing. */
function violation(failure: string, before: number, all: number): Error {
  const error = new Error(`${before} of ${all} seeds passed before this one\n\n${failure}\n`);
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** A name for `-t`, which is a regular expression. */
const pattern = (name: string): string => quoted(name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
