import * as z from 'zod';
import type { KnownStates } from './known-states.ts';
import { countPairs } from './pairs.ts';
import type { FuzzAnswer } from './task.ts';

/** Runs per window of the new-state counts. */
export const STATES_WINDOW = 1000;

/** Running totals of a campaign: plain data, so that they can be saved and resumed. */
export interface Totals {
  runs: number;
  passed: number;
  excused: number;
  /** Number of failed runs; each counts once. */
  failed: number;
  /** Runs in which no operation was answered while faults were possible: they tested little. */
  vacuous: number;
  steps: number;
  virtualUs: number;
  /** Number of runs in which each fault class had an effect. */
  faults: Record<string, number>;
  /** Number of runs that reached each situation. */
  probes: Record<string, number>;
  /** New abstract states per window of {@link STATES_WINDOW} runs. */
  newStates: number[];
  /** Number of runs that reached both situations of a pair. */
  probePairs: Record<string, number>;
  /** New pairs of situations per window of {@link STATES_WINDOW} runs. */
  newPairs: number[];
  /** Number of runs that had both features of a pair. */
  featurePairs: Record<string, number>;
}

const counts = z.record(z.string(), z.number());
export const totalsSchema = z.strictObject({
  runs: z.number(),
  passed: z.number(),
  excused: z.number(),
  failed: z.number(),
  vacuous: z.number(),
  steps: z.number(),
  virtualUs: z.number(),
  faults: counts,
  probes: counts,
  newStates: z.array(z.number()),
  probePairs: counts.default({}), // absent in campaigns of earlier commits
  newPairs: z.array(z.number()).default([]),
  featurePairs: counts.default({}),
});

export const noTotals = (): Totals => ({
  runs: 0,
  passed: 0,
  excused: 0,
  failed: 0,
  vacuous: 0,
  steps: 0,
  virtualUs: 0,
  faults: {},
  probes: {},
  newStates: [],
  probePairs: {},
  newPairs: [],
  featurePairs: {},
});

/** Adds one run. Returns the abstract states that it is the first to reach; `known` holds those of the campaign. */
export function addRun(totals: Totals, answer: FuzzAnswer, known: KnownStates): readonly number[] {
  const window = Math.floor(totals.runs / STATES_WINDOW);
  totals.runs++;
  if (answer.type !== 'ran') {
    totals.failed++;
    return [];
  }
  const { run } = answer;
  if (run.verdict === 'pass') totals.passed++;
  else if (run.verdict === 'excused') totals.excused++;
  else totals.failed++;
  if (run.answered === 0) totals.vacuous++;
  totals.steps += run.steps;
  totals.virtualUs += run.virtualUs;
  for (const [fault, amount] of Object.entries(run.faults)) {
    totals.faults[fault] = (totals.faults[fault] ?? 0) + (amount > 0 ? 1 : 0);
  }
  const pairs = countPairs(totals.probePairs, run.probes);
  totals.newPairs[window] = (totals.newPairs[window] ?? 0) + pairs;
  countPairs(totals.featurePairs, run.features);
  for (const probe of run.probes) totals.probes[probe] = (totals.probes[probe] ?? 0) + 1;
  const fresh = known.learn(run.states);
  totals.newStates[window] = (totals.newStates[window] ?? 0) + fresh.length;
  return fresh;
}
