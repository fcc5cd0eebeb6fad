import type { Edits } from '../chance/site.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';

/** A place in a run. */
export interface Moment {
  readonly step: number;
  readonly timeUs: number;
}

/** Of other futures from a moment on, how many fail as the run does. */
export interface Share extends Moment {
  readonly failed: number;
  readonly of: number;
}

/** From where on a run was likely to fail. */
export interface Odds {
  /** In order of their steps. */
  readonly shares: readonly Share[];
  /** The two neighbours between which the share rose most; undefined when it rose by less than a third of the futures. */
  readonly jump: readonly [before: Share, after: Share] | undefined;
}

interface FailingRun {
  readonly scenario: Scenario;
  readonly edits: Edits;
  /** Id of the invariant that it violates. */
  readonly invariant: string;
  /** At least one, in order. */
  readonly moments: readonly Moment[];
}

interface OddsOptions {
  /** Futures at each moment; 12 by default. */
  readonly futures?: number;
  /** Called before each run; true ends the search. */
  readonly spent?: (() => boolean) | undefined;
}

const FUTURES = 12;
/** Halvings of a run: they tell moments of a run of thousands of steps apart. */
const HALVINGS_MAX = 14;
const RISE_PART = 3;

/**
 * Draws other futures of a failing run: the same scenario and the same past, other random streams from a moment on. Looks at the first
 * and the last moment, then halves the part in which the share of failing futures rises most.
 */
export function oddsOf(system: System, run: FailingRun, options: OddsOptions = {}): Odds {
  const { futures = FUTURES, spent = () => false } = options;
  const { scenario, edits, invariant, moments } = run;
  const known = new Map<number, Share>();
  const shareAt = (index: number): Share | undefined => {
    const moment = moments[index];
    if (moment === undefined) return undefined;
    let failed = 0;
    for (let i = 1; i <= futures; i++) {
      if (spent()) return undefined;
      const turns = [{ atUs: moment.timeUs, salt: `future${i}` }];
      if (simulate(system, scenario, { edits, turns }).violation?.invariant === invariant) failed++;
    }
    const share = { ...moment, failed, of: futures };
    known.set(index, share);
    return share;
  };
  let [low, high] = [0, moments.length - 1];
  let [before, after] = [shareAt(low), low === high ? undefined : shareAt(high)];
  for (let n = 0; n < HALVINGS_MAX && high - low > 1; n++) {
    const middle = (low + high) >> 1;
    if (before === undefined || after === undefined || after.failed <= before.failed) break;
    const share = shareAt(middle);
    if (share === undefined) break;
    if (after.failed - share.failed >= share.failed - before.failed) [low, before] = [middle, share];
    else [high, after] = [middle, share];
  }
  return {
    shares: [...known].sort(([a], [b]) => a - b).map(([, share]) => share),
    jump:
      before !== undefined && after !== undefined && (after.failed - before.failed) * RISE_PART >= futures
        ? [before, after]
        : undefined,
  };
}

/** The first event of each moment up to a step. */
export function momentsOf(events: readonly Moment[], stepMax: number): readonly Moment[] {
  const moments: Moment[] = [];
  for (const { step, timeUs } of events) {
    const last = moments.at(-1);
    if (step <= stepMax && (last === undefined || timeUs > last.timeUs)) moments.push({ step, timeUs });
  }
  return moments;
}
