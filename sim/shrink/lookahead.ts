import { isScenarioError } from '../scenario/scenario-error.ts';
import type { System } from '../scenario/system.ts';
import { type Candidate, costOf } from './candidate.ts';
import { type Judgement, judge } from './oracle.ts';

/** The bar that a candidate has to clear. */
export interface Goal {
  readonly fingerprint: string;
  /** Cost of the best so far. */
  readonly cost: number;
  /** A run that is longer is given up. */
  readonly stepsMax: number;
}

/**
 * The report of a helper on a candidate: it cannot replace the best, and how it failed when it failed otherwise; or that the
 * search has to look for itself. A helper so never decides for a candidate, and a search with helpers finds what it would
 * find without.
 */
export type Report =
  | { readonly type: 'hopeless'; readonly slipped?: string | undefined }
  | { readonly type: 'unknown' };

/** Looks at candidates ahead of their turn, in other threads or on other machines. */
export interface Lookahead {
  /** Groups of candidates that are worth asking about before the first of them has its turn. */
  readonly ahead: number;
  /** So many of them after a better candidate, which makes vain what was asked ahead. More with each group that was in vain. */
  readonly aheadAtFirst: number;
  /** Of so many groups one is for the search, which need not stand and wait. */
  readonly share: number;
  /** Steps of a group, so that its runs take much longer than the request. */
  readonly stepsTogether: number;
  /** Whether the search waits for a report that is due. If not, it runs the candidate itself and never depends on the helpers. */
  readonly isAwaited: boolean;
  /** Reports in their order, up to where something is known. Never rejects: where a helper is lost, nothing is known. */
  look(candidates: readonly Candidate[], goal: Goal): Promise<readonly Report[]>;
  /** Nobody waits any more for what was asked so far. */
  forget(): void;
}

/** Runs a candidate with the system as it is (without what is expensive) up to where it cannot be better any more. */
export function tried(system: System, candidate: Candidate, { fingerprint, stepsMax }: Goal): Judgement {
  try {
    return judge(system, candidate, fingerprint, stepsMax);
  } catch (error) {
    if (isScenarioError(error)) return undefined; // a simplification that this system cannot take
    throw error;
  }
}

export const isBetter = (found: Judgement, cost: number): boolean =>
  found !== undefined && 'size' in found && costOf(found.size) < cost;

/** The report on a candidate that was tried. */
export function reportOf(found: Judgement, { cost }: Goal): Report {
  if (isBetter(found, cost)) return { type: 'unknown' };
  const slipped = found !== undefined && 'slipped' in found ? found.slipped.fingerprint : undefined;
  return { type: 'hopeless', slipped };
}
