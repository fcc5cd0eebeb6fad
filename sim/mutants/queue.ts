import type { PreparedMutant } from './prepare.ts';

/** One trial of one mutant. */
export interface Job {
  readonly prepared: PreparedMutant;
  /** From 1. */
  readonly trial: number;
}

/**
 * Hands out trials. A lane stays with its mutant, whose program it has compiled already; then it takes a mutant that nobody
 * has begun; then it helps another lane, so that no core is idle while there is work.
 */
export class JobQueue {
  private readonly pending: Job[][];

  constructor(mutants: readonly PreparedMutant[], trialsOf: (prepared: PreparedMutant) => number) {
    this.pending = mutants.map((prepared) =>
      Array.from({ length: trialsOf(prepared) }, (_, i) => ({ prepared, trial: i + 1 })),
    );
  }

  take(current: PreparedMutant | undefined): Job | undefined {
    const left = this.pending.filter((jobs) => jobs.length > 0);
    const own = left.find((jobs) => jobs[0]?.prepared === current);
    const fresh = left.find((jobs) => jobs[0]?.trial === 1);
    return (own ?? fresh ?? left[0])?.shift();
  }
}
