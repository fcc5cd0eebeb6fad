import type { Edits } from '../chance/site.ts';
import type { EventLine } from '../events/event-line.ts';
import { commitText } from '../files/commit.ts';
import { nowMs, breathe as othersTurn } from '../kernel/machine.ts';
import type { Failure } from '../replay/failure-file.ts';
import { bounded, TimeOver } from '../run/bounded.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { type Explanation, explain } from '../shrink/explain.ts';
import { failureOfRun } from '../shrink/failure.ts';
import { decisionsOf } from '../shrink/oracle.ts';
import { BudgetSpent } from '../shrink/search.ts';
import { type Shrunk as Found, shrink as search } from '../shrink/shrink.ts';
import { plain } from '../text/paint.ts';
import { shrinkLines } from '../text/shrink-lines.ts';
import { storyOf } from '../text/story.ts';
import { violationLines } from '../text/violation-block.ts';

/** Budget of the search. */
export interface ShrinkOptions {
  /** Time limit; one minute when absent. */
  readonly minutes?: number;
  /** Maximum number of runs. */
  readonly runsMax?: number;
}

/** A small run that fails in the same way as the original. */
export interface Shrunk extends Pick<Found, 'before' | 'after' | 'runs' | 'exhausted' | 'tried'> {
  readonly scenario: Scenario;
  readonly edits: Edits;
  /** The run in failure-file form: accepted by `replay`, and by `npx wavetank replay` when written as JSON. */
  readonly failure: Failure;
  /** Why it fails: the role of each fault, and the nearest passing run. */
  readonly why: Explanation;
  /** Events leading to the failure, as sentences. */
  readonly story: readonly EventLine[];
  /** Names of the remaining faults: all of them are needed for this failure. */
  readonly faults: readonly string[];
  /** Output of the command `shrink`. */
  readonly text: string;
}

const MINUTE_MS = 60_000;
/** Time limit for explaining a failure. */
const EXPLAIN_MS = 10_000;
/** Maximum length of the story, in lines. */
const STORY_LINES = 14;
/** Extra time for a run that started before the deadline. */
const GRACE_MS = 1000;
/** Interval at which the search yields to the event loop. */
const BREATH_MS = 50;

/**
 * Shrinks a failing run to fewer faults, messages, operations and processes, and less time, with the same fingerprint.
 * Rejects with an Error when the run violates nothing.
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
  const { before, after, best, runs, exhausted, tried, slipped } = found;
  const faults = await inOwnTurn(() => decisionsOf(system, best.candidate, 'fault'));
  const seconds = (nowMs() - startMs) / 1000;
  const others = [...slipped.keys()];
  const { candidate, result, violation } = best;
  const told = { told: STORY_LINES, style: 'sentence' } as const;
  const story = await inOwnTurn(() =>
    storyOf(system, candidate.scenario, candidate.edits, violation, result.hash, told),
  );
  const explainUntilMs = nowMs() + EXPLAIN_MS;
  const why = await inOwnTurn(() => explain(system, best, { spent: () => nowMs() > explainUntilMs }));
  const block = {
    violation,
    scenario: candidate.scenario,
    commit: commitText(),
    story,
    explained: { ...why, story },
    again: 'replay(system, shrunk.failure)',
    logs: false,
  };
  const sizes = { before, after, runs, seconds, exhausted, interrupted: false, faults, others, tried };
  const text = [...shrinkLines(sizes, plain, runsMax), '', ...violationLines(block, plain)].join('\n');
  const failure = await inOwnTurn(() => failureOfRun(system, best, {}));
  return {
    ...candidate,
    before,
    after,
    runs,
    exhausted,
    tried,
    faults,
    failure,
    why,
    story: story ?? [],
    text,
  };
}
