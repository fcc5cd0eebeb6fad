import { type TestContext, test } from 'vitest';
import type { System } from '../scenario/system.ts';
import { quoted } from '../text/command-line.ts';
import type { ScenarioOptions } from './scenario-of.ts';
import { GRACE_MS, LIMIT_MS_MAX, MINUTE_MS, throughSeeds } from './through-seeds.ts';

export { checkTest } from './check-test.ts';

/** The seed that is replayed, alone, when it is set. */
const SEED_VARIABLE = 'WAVETANK_SEED';
/** Minutes for which a failing run is made small before it is shown. */
const SHRINK_VARIABLE = 'WAVETANK_SHRINK';

/** How many seeds, how long, and what their scenarios have in common. */
export interface SimTestOptions extends ScenarioOptions {
  /** How many seeds, from 1 on, or the first and the last one; 100 when absent. */
  readonly seeds?: number | readonly [first: number, last: number];
  /** Milliseconds for all of them; by what the first ones take when absent. */
  readonly timeout?: number;
}

/**
 * A vitest test that runs a system under many seeds and fails at the first violation, with the block that the command prints.
 * `WAVETANK_SEED=42` in the environment replays one seed; with `WAVETANK_SHRINK=1` besides it is made small first, for a minute, and
 * written to a file. The first seed is also looked through for state outside the state objects. Without `timeout` it gives itself
 * time by what its first seeds take; when that is over it says how many seeds were done, and how many fit.
 */
export function simTest(name: string, system: System, options: SimTestOptions = {}): void {
  const { seeds = 100, timeout, ...rest } = options;
  const all = chosen(seeds);
  if (all.length === 0) throw new RangeError(`simTest: ${name} has no seeds`);
  const title = `${name} (${all.length === 1 ? `seed ${all[0]}` : `${all.length} seeds`})`;
  const minutes = Number(process.env[SHRINK_VARIABLE] ?? 0);
  const again = (seed: string): string =>
    `${SEED_VARIABLE}=${quoted(seed)} npx vitest run -t ${pattern(name)}`;
  const body = ({ signal }: Pick<TestContext, 'signal'>): Promise<void> =>
    throughSeeds({ name, system, seeds: all, options: rest, timeout, minutes, again, signal });
  // What is being made small takes its time, and then some to say why it fails.
  const limitMs = (timeout ?? LIMIT_MS_MAX) + (minutes > 0 ? (minutes + 1) * MINUTE_MS : 0);
  test(title, { timeout: limitMs + GRACE_MS }, body);
}

function chosen(seeds: number | readonly [first: number, last: number]): readonly string[] {
  const one = process.env[SEED_VARIABLE];
  if (one !== undefined && one !== '') return [one];
  const [first, last] = typeof seeds === 'number' ? [1, seeds] : seeds;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(first + i));
}

/** A name for `-t`, which is a regular expression. */
const pattern = (name: string): string => quoted(name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
