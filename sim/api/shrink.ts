import type { Edits } from '../chance/site.ts';
import { commitText } from '../files/commit.ts';
import { nowMs, breathe as othersTurn } from '../kernel/machine.ts';
import { bounded, TimeOver } from '../run/bounded.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { decisionsOf } from '../shrink/oracle.ts';
import { BudgetSpent } from '../shrink/search.ts';
import { type Shrunk as Found, shrink as search } from '../shrink/shrink.ts';
import { plain } from '../text/paint.ts';
import { shrinkLines } from '../text/shrink-lines.ts';
import { failureText } from './failure-text.ts';

/** When to give up. */
export interface ShrinkOptions {
  /** Gives up looking after this time; a minute when absent. */
  readonly minutes?: number;
  /** Gives up looking after this many runs. */
  readonly runsMax?: number;
}

/** A small run that fails as the large one did. */
export interface Shrunk extends Pick<Found, 'before' | 'after' | 'runs' | 'exhausted'> {
  readonly scenario: Scenario;
  readonly edits: Edits;
  /** Faults that are left, by name: without any of them it does not fail so. */
  readonly faults: readonly string[];
  /** The output of the command `shrink`. */
  readonly text: string;
}

const MINUTE_MS = 60_000;
/** A run that has begun in time gets this much more. */
const GRACE_MS = 1000;
/** Others who wait for this thread get their turn as often. */
const BREATH_MS = 50;

/**
 * Makes a failing run small: fewer faults, messages, operations, processes, less time; with the same fingerprint.
 * Rejects with an Error when the run does not violate anything.
 */
export async function shrink(
  system: System,
  failing: { readonly scenario: Scenario; readonly edits?: Edits },
  { minutes = 1, runsMax = Number.POSITIVE_INFINITY }: ShrinkOptions = {},
): Promise<Shrunk> {
  const { scenario, edits = {} } = failing;
  const startMs = nowMs();
  const spent = (): boolean => nowMs() - startMs > minutes * MINUTE_MS;
  let breathedMs = startMs;
  const breathe = async (): Promise<void> => {
    if (nowMs() - breathedMs < BREATH_MS) return;
    await othersTurn();
    breathedMs = nowMs();
  };
  const inTime = <T>(run: () => T): T => {
    try {
      return bounded(run, minutes * MINUTE_MS - (nowMs() - startMs) + GRACE_MS, false);
    } catch (error) {
      throw error instanceof TimeOver ? new BudgetSpent() : error;
    }
  };
  const found = await search(system, { scenario, edits }, { runsMax, spent, breathe, bounded: inTime });
  const { before, after, best, runs, exhausted, slipped } = found;
  const faults = decisionsOf(system, best.candidate, 'fault');
  const seconds = (nowMs() - startMs) / 1000;
  const others = [...slipped.keys()];
  const { candidate, result } = best;
  const again = `simulate(${system.name}, shrunk)`;
  const text = [
    ...shrinkLines({ before, after, runs, seconds, exhausted, interrupted: false, faults, others }, plain),
    '',
    failureText(system, candidate.scenario, candidate.edits, result, { again }) ?? commitText() ?? '',
  ].join('\n');
  return { ...candidate, before, after, runs, exhausted, faults, text };
}
