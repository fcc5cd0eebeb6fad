import type { Baseline } from './baseline.ts';
import { type SeedAnswer, type SeedRunner, type SeedTask, timed } from './run-seed.ts';

/** The limits of a trial. */
export interface Budget {
  readonly seeds: number;
  /** Time of one core, spent in the mutated build. */
  readonly ms: number;
}

/** A mutated run that went wrong on a seed on which the unmutated build does not. */
export interface Finding {
  readonly seed: string;
  /** Id of an invariant, or how a run ended that no invariant stopped: `hang`, `crash`, `budget`. */
  readonly fired: string;
  readonly title: string;
  /** Step of the violation. */
  readonly step: number;
}

/** Something that the measuring itself should not meet: a bug of the product or of the harness. */
export interface Suspect {
  readonly seed: string;
  readonly build: 'unmutated' | 'mutated';
  readonly what: string;
}

export interface TrialResult {
  readonly finding: Finding | undefined;
  /** Seeds, steps and time spent, including the run that found it. */
  readonly seeds: number;
  readonly steps: number;
  readonly ms: number;
  /** Runs that were compared with those of the unmutated build, and those of them that differed. */
  readonly compared: number;
  readonly activated: number;
  readonly suspects: readonly Suspect[];
}

/** Everything that a trial needs to run seeds. */
export interface Bench {
  /** Runs the mutated build. */
  readonly mutated: SeedRunner;
  readonly baseline: Baseline;
  /** Runs of a trial that are compared with the unmutated build. */
  readonly comparedMax: number;
  /** A run that takes longer is a hang. */
  readonly hangMs: number;
  readonly signal: AbortSignal;
  /** Violations of liveness are no findings. */
  readonly safetyOnly?: boolean | undefined;
  /** After each run of the mutated build. */
  readonly onRun?: (() => void) | undefined;
}

/** Tries seeds until the first finding or until the budget is spent; undefined when it was interrupted. */
export async function runTrial(
  seedOf: (index: number) => string,
  task: Omit<SeedTask, 'seed'>,
  budget: Budget,
  bench: Bench,
): Promise<TrialResult | undefined> {
  const tally = {
    finding: undefined as Finding | undefined,
    seeds: 0,
    steps: 0,
    ms: 0,
    compared: 0,
    activated: 0,
  };
  const suspects: Suspect[] = [];
  while (tally.finding === undefined && tally.seeds < budget.seeds && tally.ms < budget.ms) {
    const seed = seedOf(tally.seeds + 1);
    const leftMs = budget.ms - tally.ms;
    const answer = await timed(bench.mutated, { ...task, seed }, leftMs);
    if (bench.signal.aborted) return undefined;
    if (answer.type === 'hang' && leftMs < bench.hangMs) {
      // The budget ended amid this run, too early to call it a hang.
      bench.onRun?.();
      return { ...tally, seeds: tally.seeds + 1, ms: tally.ms + answer.ms, suspects };
    }
    const failure = findingOf(seed, answer, bench.safetyOnly === true);
    const compare = failure !== undefined || tally.compared < bench.comparedMax;
    const base = compare ? await bench.baseline.answer({ ...task, seed }) : undefined;
    if (bench.signal.aborted) return undefined;

    bench.onRun?.();
    tally.seeds++;
    tally.steps += answer.type === 'ran' ? answer.run.steps : 0;
    tally.ms += answer.ms;
    if (answer.type === 'ran' && answer.run.verdict === 'error') {
      suspects.push({ seed, build: 'mutated', what: answer.run.reason ?? 'error' });
    }
    if (base === undefined) continue;
    tally.compared++;
    if (differ(answer, base)) tally.activated++;
    const wrong = complaintOf(base);
    if (wrong !== undefined) suspects.push({ seed, build: 'unmutated', what: wrong });
    else tally.finding = failure;
  }
  return { ...tally, suspects };
}

function findingOf(seed: string, answer: SeedAnswer, safetyOnly: boolean): Finding | undefined {
  const failure = failureOf(seed, answer);
  return safetyOnly && failure?.fired.startsWith('L') ? undefined : failure;
}

/** The failure of a mutated run; undefined when it passed. An error of the harness is no finding. */
function failureOf(seed: string, answer: SeedAnswer): Finding | undefined {
  if (answer.type === 'hang') return { seed, fired: 'hang', title: 'a step does not end', step: 0 };
  if (answer.type === 'crash') return { seed, fired: 'crash', title: answer.reason, step: 0 };
  const { verdict, violation, steps, reason } = answer.run;
  if (verdict === 'budget') return { seed, fired: 'budget', title: reason ?? 'too many steps', step: steps };
  if (verdict !== 'violation' || violation === undefined) return undefined;
  return { seed, fired: violation.invariant, title: violation.title, step: steps };
}

/** The failure of an unmutated run, in a few words; undefined when it passed. */
function complaintOf(answer: SeedAnswer): string | undefined {
  if (answer.type === 'hang') return 'a step does not end';
  if (answer.type === 'crash') return answer.reason;
  const { verdict, violation, reason } = answer.run;
  if (verdict === 'pass' || verdict === 'excused') return undefined;
  return violation === undefined ? (reason ?? verdict) : `${violation.invariant} ${violation.title}`;
}

const differ = (a: SeedAnswer, b: SeedAnswer): boolean =>
  a.type !== 'ran' || b.type !== 'ran' || a.run.hash !== b.run.hash;
