import type { FaultCounts, FoundViolation, Verdict } from '../run/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Answer } from './answer.ts';

/** One run for a worker. */
export interface FuzzTask {
  readonly system: string;
  readonly scenario: Scenario;
  /** Whether to check for nondeterminism first: once per system from a file. */
  readonly look?: boolean;
}

/** Part of the result that is kept. */
export interface FuzzRun {
  readonly verdict: Verdict;
  readonly hash: string;
  readonly steps: number;
  readonly virtualUs: number;
  /** Operations answered while faults were possible; excludes each client's final operation after them. */
  readonly answered: number;
  readonly faults: FaultCounts;
  readonly probes: readonly string[];
  /** What its settings turn on: see `featuresOf`. */
  readonly features: readonly string[];
  /** Digests of the abstract states reached; empty when the system has no abstraction. */
  readonly states: readonly number[];
  readonly violation?: FoundViolation;
  readonly reason?: string;
  readonly nondeterminism?: string;
  /** See {@link System.code}. */
  readonly code?: string;
  /** Recording of the run, when it may become a failure file. */
  readonly tape?: string;
}

/** Outcome of a run in its thread. */
export type FuzzAnswer = Answer<FuzzRun>;
