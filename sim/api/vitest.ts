import { type TestContext, test } from 'vitest';
import type { System } from '../scenario/system.ts';
import { quoted } from '../text/command-line.ts';
import type { ScenarioOptions } from './scenario-of.ts';
import { GRACE_MS, LIMIT_MS_MAX, MINUTE_MS, throughSeeds } from './through-seeds.ts';

export { checkTest } from './check-test.ts';

/** Environment variable: replay only this seed. */
const SEED_VARIABLE = 'WAVETANK_SEED';
/** Environment variable: minutes to spend on shrinking a failing run before it is shown. */
const SHRINK_VARIABLE = 'WAVETANK_SHRINK';

/** Seeds to run, their time limit, and the options common to their scenarios. */
export interface SimTestOptions extends ScenarioOptions {
  /** Number of seeds, counted from 1, or the first and last seed; 100 when absent. */
  readonly seeds?: number | readonly [first: number, last: number];
  /** Time limit for all seeds in milliseconds; estimated from the first seeds when absent. */
  readonly timeout?: number;
}

/**
 * Vitest test that runs a system under many seeds and fails at the first violation, with the block that the command prints.
 * `WAVETANK_SEED=42` in the environment replays one seed; adding `WAVETANK_SHRINK=1` first shrinks it for up to a minute and
 * writes it to a file. The first seed is also checked for state kept outside the state objects. Without `timeout`, the limit is
 * estimated from the first seeds; when it expires, the error says how many seeds were done and how many fit. It also fails if one of
 * its rules or edits had no effect in any of the seeds.
 */
export function simTest(name: string, system: System, options: SimTestOptions = {}): void {
  const { seeds = 100, timeout, ...rest } = options;
  const all = chosen(seeds);
  if (all.length === 0) throw new RangeError(`simTest: ${name} has no seeds`);
  const title = `${name} (${all.length === 1 ? `seed ${all[0]}` : `${all.length} seeds`})`;
  const minutes = Number(process.env[SHRINK_VARIABLE] ?? 0);
  const replayed = isReplay();
  const again = (seed: string): string =>
    `${SEED_VARIABLE}=${quoted(seed)} npx vitest run -t ${pattern(name)}`;
  const body = ({ signal }: Pick<TestContext, 'signal'>): Promise<void> =>
    throughSeeds({ name, system, seeds: all, options: rest, timeout, minutes, again, signal, replayed });
  // Shrinking has its own budget, and explaining the failure takes some time on top.
  const limitMs = (timeout ?? LIMIT_MS_MAX) + (minutes > 0 ? (minutes + 1) * MINUTE_MS : 0);
  test(title, { timeout: limitMs + GRACE_MS }, body);
}

function chosen(seeds: number | readonly [first: number, last: number]): readonly string[] {
  if (isReplay()) return [process.env[SEED_VARIABLE] ?? ''];
  const [first, last] = typeof seeds === 'number' ? [1, seeds] : seeds;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(first + i));
}

const isReplay = (): boolean => (process.env[SEED_VARIABLE] ?? '') !== '';

/** Test name escaped for `-t`, which takes a regular expression. */
const pattern = (name: string): string => quoted(name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
