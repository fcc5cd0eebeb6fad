import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import { notJudgedText } from '../text/not-judged.ts';
import type { ScenarioOptions } from './scenario-of.ts';
import { type Run, simulate } from './simulate.ts';

/** Seeds to run, and the options common to their scenarios. */
export interface FuzzOptions extends ScenarioOptions {
  /** Number of seeds, counted from 1, or the first and last seed. */
  readonly seeds: number | readonly [first: number, last: number];
  /** Continues after a failure; runs that fail in the same way are counted and kept once. */
  readonly keepGoing?: boolean;
  /** Ends the campaign early. */
  readonly signal?: AbortSignal;
  /** Called after each run. */
  readonly onRun?: (run: Run) => void;
}

/** Result of running many seeds. */
export interface Campaign {
  /** Number of seeds run. */
  readonly seeds: number;
  readonly passed: number;
  /** Number of runs without progress that provably could not make any. */
  readonly excused: number;
  readonly steps: number;
  /** The first failure of each kind. */
  readonly failures: readonly Run[];
  /** Situations declared by the system that no seed reached. */
  readonly unreached: readonly string[];
  /** Says how many runs were not judged for linearizability to their end, and why; undefined when all were. */
  readonly notJudged: string | undefined;
}

/**
 * Runs seeds one after another in this thread, up to the first failure. The command `fuzz` uses all cores and keeps a journal.
 * The first seed is also checked for state kept outside the state objects.
 */
export async function fuzz(system: System, options: FuzzOptions): Promise<Campaign> {
  const { keepGoing = false, signal, onRun, seeds, ...rest } = options;
  const [first, last] = typeof seeds === 'number' ? [1, seeds] : seeds;
  const failures = new Map<string, Run>();
  const reached: Record<string, number> = {};
  const counts = { seeds: 0, passed: 0, excused: 0, steps: 0 };
  for (let seed = first; seed <= last && signal?.aborted !== true; seed++) {
    const run = await inOwnTurn(() => simulate(system, { ...rest, seed, checkDeterminism: seed === first }));
    counts.seeds++;
    counts.steps += run.steps;
    if (run.passed) counts[run.verdict === 'excused' ? 'excused' : 'passed']++;
    for (const probe of Object.keys(run.probes)) reached[probe] = (reached[probe] ?? 0) + 1;
    onRun?.(run);
    if (!run.passed) {
      const kind =
        run.violation?.fingerprint ??
        run.nondeterminism?.place ??
        run.misuse?.title ??
        run.reason ??
        run.verdict;
      if (!failures.has(kind)) failures.set(kind, run);
      if (!keepGoing) break;
    }
  }
  return {
    ...counts,
    failures: [...failures.values()],
    unreached: [...new Set(system.probes)].filter((probe) => reached[probe] === undefined),
    notJudged: notJudgedText(reached, 'run'),
  };
}
