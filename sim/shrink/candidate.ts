import type { Edits } from '../chance/site.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Something that may still fail: a scenario, and decisions forced to values. */
export interface Candidate {
  readonly scenario: Scenario;
  readonly edits: Edits;
}

/** How much there is to look at, up to the violation. */
export interface Size {
  readonly steps: number;
  readonly messages: number;
  readonly faults: number;
  readonly operations: number;
  readonly clients: number;
  readonly replicas: number;
  readonly virtualUs: number;
  /** Decisions that are not calm and no fault of their own: delays, which sector was torn. */
  readonly details: number;
  readonly edits: number;
  /** Fault classes and rules of the scenario, also those that do nothing in this run. */
  readonly drawn: number;
}

/** Weights: what a reader has to think about counts most. */
const WEIGHTS: Readonly<Record<keyof Size, number>> = {
  replicas: 200,
  clients: 200,
  faults: 120,
  operations: 60,
  messages: 20,
  steps: 2,
  details: 1,
  edits: 1,
  drawn: 1,
  virtualUs: 0.0001,
};

/** One number: a candidate is better than another when it costs less. */
export function costOf(size: Size): number {
  let cost = 0;
  for (const [name, weight] of Object.entries(WEIGHTS)) cost += size[name as keyof Size] * weight; // its own keys
  return cost;
}

/** Equal for equal candidates. */
export const keyOf = ({ scenario, edits }: Candidate): string => JSON.stringify([scenario, edits]);

/** The candidate with some decisions forced to 0: calm. */
export function calming({ scenario, edits }: Candidate, names: readonly string[]): Candidate {
  return { scenario, edits: { ...edits, ...Object.fromEntries(names.map((name) => [name, 0])) } };
}
