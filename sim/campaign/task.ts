import type { Breach, FaultCounts, Verdict } from '../run/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Answer } from './answer.ts';

/** One run that a worker is asked for. */
export interface FuzzTask {
  readonly system: string;
  readonly scenario: Scenario;
  /** Whether to look first for what makes runs differ: once for each system that is new to us. */
  readonly look?: boolean;
}

/** The part of the result that is kept. */
export interface FuzzRun {
  readonly verdict: Verdict;
  readonly hash: string;
  readonly steps: number;
  readonly virtualUs: number;
  /** Operations that were answered while faults could strike: the one that each client does after them tests nothing else. */
  readonly answered: number;
  readonly faults: FaultCounts;
  readonly probes: readonly string[];
  /** Digests of the abstract states that the run went through; empty when the system has no abstraction. */
  readonly states: readonly number[];
  readonly breach?: Breach;
  readonly reason?: string;
  readonly nondeterminism?: string;
  /** See {@link System.code}. */
  readonly code?: string;
  /** The run written down, when it may become a failure file. */
  readonly tape?: string;
}

/** How a run ended in its thread. */
export type FuzzAnswer = Answer<FuzzRun>;
