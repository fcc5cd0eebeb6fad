import { inOwnTurn } from '../run/own-turn.ts';
import type { System } from '../scenario/system.ts';
import { type Candidate, costOf, type Size } from './candidate.ts';
import { type Failing, type Judgement, judge } from './oracle.ts';
import { PASSES } from './passes.ts';
import { type Budget, BudgetSpent, passes, Search } from './search.ts';

export interface ShrinkOptions extends Partial<Budget> {
  /** Called with each better run and the pass that found it. */
  readonly onBetter?: (best: Failing, pass: string, runs: number) => void;
}

/** Number of tries of a pass. */
export interface Tried {
  readonly pass: string;
  readonly runs: number;
  readonly smaller: number;
}

/** A shrunk failure. 1-minimal under the passes when `exhausted`, but not guaranteed to be the smallest. */
export interface Shrunk {
  readonly before: Size;
  readonly after: Size;
  readonly best: Failing;
  readonly runs: number;
  /** A round of all passes found no further reduction; otherwise the budget ended the search. */
  readonly exhausted: boolean;
  /** Passes in the order of their first try: number of runs, and how many were smaller. */
  readonly tried: readonly Tried[];
  /** Other failures encountered, by fingerprint. */
  readonly slipped: ReadonlyMap<string, Candidate>;
}

/** Each is used until it finds no more; the first finds most reductions, within a second or two. */
const EFFORTS = [1, 4, 16];
/** Coarse rounds continue while each reduces the cost below this fraction. */
const WORTH = 0.9;

/** Thrown when the run does not fail (or no longer in the same way), so there is nothing to shrink. */
export class NothingToShrink extends Error {}

/**
 * Shrinks a failing run, preserving its fingerprint. Passes run in rounds until one finds no more.
 * @throws NothingToShrink when the run violates nothing, or also fails without the bug.
 */
export async function shrink(system: System, start: Candidate, options: ShrinkOptions = {}): Promise<Shrunk> {
  const { sound, onBetter } = options;
  const { seed } = start.scenario;
  const bounded = <T>(runs: () => T): T => boundedStart(seed, runs, options.bounded);
  const failing = await inOwnTurn(() => firstFailure(system, start, bounded));
  if (
    sound !== undefined &&
    !(await inOwnTurn(() => bounded(() => passes(sound, start.scenario, start.edits))))
  )
    throw new NothingToShrink(`seed ${seed} fails without the mutant, too; shrink it without`);
  let pass = '';
  const budget = { runsMax: Number.POSITIVE_INFINITY, ...options };
  const tried = new Map<string, { runs: number; smaller: number }>();
  const search = new Search(system, failing, budget, (best) => {
    const counts = tried.get(pass);
    if (counts !== undefined) counts.smaller++;
    onBetter?.(best, pass, search.runs);
  });
  let exhausted = false;
  try {
    const rounds = async (worth: number): Promise<void> => {
      for (let cost = Number.POSITIVE_INFINITY; costOf(search.best.size) < cost * worth; ) {
        cost = costOf(search.best.size);
        for (const each of PASSES) {
          pass = each.name;
          const counts = tried.get(pass) ?? { runs: 0, smaller: 0 };
          tried.set(pass, counts);
          const before = search.runs;
          try {
            await each.run(search);
          } finally {
            counts.runs += search.runs - before;
          }
        }
      }
    };
    await rounds(WORTH);
    search.coarse = false;
    for (const effort of EFFORTS) {
      search.effort = effort;
      await rounds(1);
    }
    search.effort = 1;
    search.finishing = true;
    await rounds(1);
    exhausted = true;
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
  }
  const { best, runs, slipped } = search;
  return {
    before: failing.size,
    after: best.size,
    best,
    runs,
    exhausted,
    tried: [...tried].map(([name, counts]) => ({ pass: name, ...counts })),
    slipped,
  };
}

/** Executes runs that must be over before anything can be made smaller. */
function boundedStart<T>(seed: string, runs: () => T, bounded: Budget['bounded'] = (all) => all()): T {
  try {
    return bounded(runs);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    throw new NothingToShrink(`seed ${seed} was not over when the time was`);
  }
}

function firstFailure(system: System, start: Candidate, bounded: NonNullable<Budget['bounded']>): Failing {
  const failing: Judgement = bounded(() => judge(system, start, undefined));
  if (failing === undefined || 'slipped' in failing)
    throw new NothingToShrink(`seed ${start.scenario.seed} violates nothing`);
  return failing;
}
