import type { Scenario } from '../scenario/scenario.ts';
import { failureOf, type Origin } from './finding.ts';
import type { FindingLine, Journal } from './journal.ts';
import { KnownStates } from './known-states.ts';
import { slotAt } from './plan.ts';
import type { Queue } from './queue.ts';
import type { FuzzAnswer } from './task.ts';
import { addRun } from './totals.ts';

/** Runs of a campaign, from index `from` up to, not including, `to`. */
export interface FuzzBatch {
  readonly from: number;
  readonly to: number;
  readonly scenarios: readonly Scenario[];
}

/** Results of the runs of a batch, by position; undefined where time was over before the run began. */
export type FuzzAnswers = readonly (FuzzAnswer | undefined)[];

export interface FuzzQueueOptions {
  readonly runsPerBatch: number;
  /** The code that is run, for failure files. */
  readonly origin: Origin;
  readonly scenarioOf: (system: string, seed: string) => Scenario;
  readonly nowMs: () => number;
  readonly onFinding: (finding: FindingLine) => void;
}

/**
 * The runs that a journal's plan asks for. A batch is on disk before it is leased; its runs count when all of it is done. Batches
 * are merged in the order of the plan, so that what a campaign comes to does not depend on who was faster.
 */
export class FuzzQueue implements Queue<FuzzBatch, FuzzAnswers> {
  private readonly journal: Journal;
  private readonly options: FuzzQueueOptions;
  private readonly known = new KnownStates();
  private readonly beganMs: number;
  /** Batches of an earlier program that were not done. */
  private readonly again: { readonly from: number; readonly to: number }[];
  /** Leased and not merged, in the order of the plan; with answers when done. */
  private readonly leased = new Map<number, { batch: FuzzBatch; answers: FuzzAnswers | undefined }>();
  private failed = false;

  constructor(journal: Journal, options: FuzzQueueOptions) {
    this.journal = journal;
    this.options = options;
    this.known.learn(journal.readStates());
    this.beganMs = options.nowMs() - journal.campaign.elapsedMs;
    this.again = [...journal.campaign.open];
  }

  /** Time is over, or a failure was all that was asked for. */
  get over(): boolean {
    const { minutes, untilFailure } = this.journal.campaign.plan;
    return (minutes !== null && this.elapsedMs >= minutes * 60_000) || (untilFailure && this.failed);
  }

  get elapsedMs(): number {
    return this.options.nowMs() - this.beganMs;
  }

  async lease(): Promise<FuzzBatch | undefined> {
    if (this.over) return undefined;
    const { campaign } = this.journal;
    const range = this.again.shift() ?? {
      from: campaign.next,
      to: campaign.next + this.options.runsPerBatch,
    };
    const scenarios: Scenario[] = [];
    for (let index = range.from; index < range.to; index++) {
      const slot = slotAt(campaign.plan, index);
      if (slot !== undefined) scenarios.push(this.options.scenarioOf(slot.system, slot.seed));
    }
    if (scenarios.length === 0) return undefined;
    const batch = { from: range.from, to: range.from + scenarios.length, scenarios };
    this.journal.open(batch, scenarios);
    this.leased.set(batch.from, { batch, answers: undefined });
    return batch;
  }

  /** A run of a leased batch has ended: a finding is kept at once, as its batch may never be done. */
  ran(scenario: Scenario, answer: FuzzAnswer): void {
    const failure = failureOf(answer, scenario, this.options.origin);
    if (failure === undefined) return;
    this.failed = true;
    const finding = this.journal.keep(failure);
    if (finding !== undefined) this.options.onFinding(finding);
  }

  done(batch: FuzzBatch, answers: FuzzAnswers): void {
    const leased = this.leased.get(batch.from);
    if (leased === undefined) return; // merged already
    leased.answers ??= answers;
    this.mergeInOrder();
  }

  giveBack({ from }: FuzzBatch): void {
    this.leased.delete(from); // it stays open in the journal
    this.mergeInOrder();
  }

  private mergeInOrder(): void {
    for (const [from, { batch, answers }] of this.leased) {
      if (answers === undefined) return;
      this.leased.delete(from);
      const fresh: number[] = [];
      answers.forEach((answer, at) => {
        const scenario = batch.scenarios[at];
        if (answer === undefined || scenario === undefined) return;
        this.ran(scenario, answer);
        fresh.push(...addRun(this.journal.totals, answer, this.known));
      });
      this.journal.close(batch, this.elapsedMs, fresh);
    }
  }
}
