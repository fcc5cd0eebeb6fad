import type { Queue } from '../campaign/queue.ts';
import { digestOf } from '../files/digest.ts';
import type { PreparedMutant } from './prepare.ts';
import type { TrialResult } from './trial.ts';

/** One trial of one mutant. */
export interface Job {
  readonly prepared: PreparedMutant;
  /** From 1. */
  readonly trial: number;
}

/**
 * Hands out trials. A worker stays with its mutant, whose program it has started already; then it takes a mutant that nobody
 * has begun; then it helps another worker, so that no core is idle while there is work.
 */
export class TrialQueue implements Queue<Job, TrialResult> {
  private readonly pending: Job[][];
  private readonly merge: (job: Job, result: TrialResult) => void;
  private readonly merged = new Set<string>();
  private readonly programs = new Map<PreparedMutant, string>();
  private readonly isTogether: boolean;

  /** `isTogether`: the workers share their programs, so that all of them do best with the same mutant. */
  constructor(
    mutants: readonly PreparedMutant[],
    trialsOf: (prepared: PreparedMutant) => number,
    merge: (job: Job, result: TrialResult) => void,
    isTogether = false,
  ) {
    this.isTogether = isTogether;
    this.pending = mutants.map((prepared) =>
      Array.from({ length: trialsOf(prepared) }, (_, i) => ({ prepared, trial: i + 1 })),
    );
    this.merge = merge;
    for (const prepared of mutants) this.programs.set(prepared, digestOf(prepared.bundle.code));
  }

  /** Two mutants may make the same program; a trial is of one of them. */
  idOf({ prepared, trial }: Job): string {
    return `${this.programs.get(prepared) ?? 'another program'} ${prepared.mutant.id} ${trial}`;
  }

  async lease(last: Job | undefined): Promise<Job | undefined> {
    const left = this.pending.filter((jobs) => jobs.length > 0);
    if (this.isTogether) return left[0]?.shift();
    const own = left.find((jobs) => jobs[0]?.prepared === last?.prepared);
    const fresh = left.find((jobs) => jobs[0]?.trial === 1);
    return (own ?? fresh ?? left[0])?.shift();
  }

  done(job: Job, result: TrialResult): void {
    const id = this.idOf(job);
    if (this.merged.has(id)) return;
    this.merged.add(id);
    this.merge(job, result);
  }

  giveBack(job: Job): void {
    this.pending.find((jobs) => jobs[0]?.prepared === job.prepared)?.unshift(job);
  }
}
