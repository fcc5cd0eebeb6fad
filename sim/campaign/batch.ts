import type { RunResult } from '../run/result.ts';

/** A failed run among many. */
export interface Failure {
  readonly seed: string;
  readonly verdict: RunResult['verdict'] | 'nondeterminism';
  /** Equal for the same bug. */
  readonly fingerprint: string;
  readonly invariant: string | null;
  readonly title: string;
  readonly step: number;
  /** The command that shows it again. */
  readonly command: string;
}

/** Totals of many runs. */
export class Batch {
  seeds = 0;
  passed = 0;
  excused = 0;
  steps = 0;
  /** Seeds in which no operation was answered while faults could strike. */
  vacuous = 0;
  /** Outcomes of the clients' operations, over all runs. */
  readonly operations = { called: 0, ok: 0, failed: 0, unknown: 0, abandoned: 0 };
  readonly failures: Failure[] = [];
  /** Faults that really happened, over all runs. */
  readonly faults: Record<string, number> = {};
  /** Seeds in which a situation was reached, also those that never were. */
  readonly probes: Record<string, number>;

  constructor(probes: readonly string[]) {
    this.probes = Object.fromEntries(probes.map((probe) => [probe, 0]));
  }

  add(seed: string, result: RunResult, command: string): Failure | undefined {
    this.seeds++;
    this.steps += result.steps;
    const { called, ok, failed, unknown, abandoned, inStorm } = result.operations;
    this.operations.called += called;
    this.operations.ok += ok;
    this.operations.failed += failed;
    this.operations.unknown += unknown;
    this.operations.abandoned += abandoned;
    if (inStorm === 0) this.vacuous++;
    for (const [fault, amount] of Object.entries(result.faults))
      this.faults[fault] = (this.faults[fault] ?? 0) + amount;
    for (const probe of Object.keys(result.probes)) this.probes[probe] = (this.probes[probe] ?? 0) + 1;
    if (result.nondeterminism === undefined && result.verdict === 'pass') this.passed++;
    else if (result.nondeterminism === undefined && result.verdict === 'excused') this.excused++;
    else return this.fail(failureOf(seed, result, command));
    return undefined;
  }

  private fail(failure: Failure): Failure {
    this.failures.push(failure);
    return failure;
  }

  /** Situations that no seed reached. */
  neverReached(): readonly string[] {
    return Object.keys(this.probes).filter((probe) => this.probes[probe] === 0);
  }
}

function failureOf(seed: string, result: RunResult, command: string): Failure {
  const { violation, nondeterminism, verdict, steps } = result;
  if (nondeterminism !== undefined) {
    const { call, place } = nondeterminism;
    const title = `${call} was called at ${place}`;
    return {
      seed,
      verdict: 'nondeterminism',
      fingerprint: `${call} ${place}`,
      invariant: null,
      title,
      step: steps,
      command,
    };
  }
  const title = violation?.title ?? firstLine(result.reason ?? verdict);
  return {
    seed,
    verdict,
    fingerprint: violation?.fingerprint ?? (verdict === 'budget' ? verdict : title),
    invariant: violation?.invariant ?? null,
    title,
    step: violation?.step ?? steps,
    command,
  };
}

const firstLine = (reason: string): string => reason.split('\n', 1)[0] ?? reason;
