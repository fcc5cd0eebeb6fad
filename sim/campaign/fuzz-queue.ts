import type { Scenario } from '../scenario/scenario.ts';
import { failureOf, type Origin } from './finding.ts';
import type { FindingLine } from './findings.ts';
import type { Journal } from './journal.ts';
import { KnownStates } from './known-states.ts';
import { slotAt } from './plan.ts';
import type { Queue } from './queue.ts';
import type { FuzzAnswer } from './task.ts';
import { addRun } from './totals.ts';

/** Runs of a campaign, from index `from` up to, not including, `to`. */
export interface FuzzBatch {
  /** Digest of the program that runs them. */
  readonly program: string;
  readonly from: number;
  readonly to: number;
  readonly scenarios: readonly Scenario[];
}

/** Results of the runs of a batch, by position; undefined where time was over before the run began. */
export type FuzzAnswers = readonly (FuzzAnswer | undefined)[];

export interface FuzzQueueOptions {
  readonly runsPerBatch: number;
  /** Batches that are not merged, at most: whoever leases more waits for those before. Without a limit when absent. */
  readonly unmergedMax?: () => number;
  /** The code that is run, for failure files. */
  readonly origin: Origin;
  readonly scenarioOf: (system: string, seed: string) => Scenario;
  readonly nowMs: () => number;
  readonly onFinding: (finding: FindingLine) => void;
}

/** A batch that was leased and is not merged. */
interface Leased {
  readonly batch: FuzzBatch;
  answers: FuzzAnswers | undefined;
  /** Nobody works on it any more. */
  isBack: boolean;
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
  /** By id, in the order of the plan. */
  private readonly leased = new Map<string, Leased>();
  /** Whoever waits for a batch to be merged or to come back. */
  private waiting: (() => void)[] = [];
  private failed = false;
  /** All that the plan asks for was leased. */
  private isUsedUp = false;

  constructor(journal: Journal, options: FuzzQueueOptions) {
    this.journal = journal;
    this.options = options;
    this.known.learn(journal.readStates());
    this.beganMs = options.nowMs() - journal.campaign.elapsedMs;
    this.again = [...journal.campaign.open].sort((a, b) => a.from - b.from);
  }

  /** Time is over, or a failure was all that was asked for. */
  get over(): boolean {
    const { minutes, untilFailure } = this.journal.campaign.plan;
    return (minutes !== null && this.elapsedMs >= minutes * 60_000) || (untilFailure && this.failed);
  }

  get elapsedMs(): number {
    return this.options.nowMs() - this.beganMs;
  }

  idOf({ program, from, to }: FuzzBatch): string {
    return `${program} ${from}-${to}`;
  }

  async lease(): Promise<FuzzBatch | undefined> {
    for (;;) {
      if (this.over) return undefined;
      const back = [...this.leased.values()].find(({ isBack }) => isBack);
      if (back !== undefined) {
        back.isBack = false;
        return back.batch;
      }
      if (this.leased.size < this.unmergedMax || this.isUsedUp) return this.begun();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private begun(): FuzzBatch | undefined {
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
    if (scenarios.length === 0) {
      this.isUsedUp = true;
      this.wake();
      return undefined;
    }
    const program = campaign.program ?? '';
    const batch = { program, from: range.from, to: range.from + scenarios.length, scenarios };
    this.journal.open(batch, scenarios);
    this.leased.set(this.idOf(batch), { batch, answers: undefined, isBack: false });
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
    const leased = this.leased.get(this.idOf(batch));
    if (leased === undefined) return; // merged already, or of another program
    leased.answers ??= answers;
    leased.isBack = false;
    for (const [id, { batch: next, answers: found }] of this.leased) {
      if (found === undefined) break;
      this.merge(id, next, found);
    }
    this.wake();
  }

  /** It keeps its place in the order: what comes after it is merged when somebody has done it. */
  giveBack(batch: FuzzBatch): void {
    const leased = this.leased.get(this.idOf(batch));
    if (leased !== undefined && leased.answers === undefined) leased.isBack = true;
    this.wake();
  }

  /** No more is done: what is left out does not hold up what was done after it. */
  end(): void {
    for (const [id, { batch, answers }] of this.leased)
      if (answers !== undefined) this.merge(id, batch, answers);
  }

  private merge(id: string, batch: FuzzBatch, answers: FuzzAnswers): void {
    this.leased.delete(id);
    const fresh: number[] = [];
    answers.forEach((answer, at) => {
      const scenario = batch.scenarios[at];
      if (answer === undefined || scenario === undefined) return;
      this.ran(scenario, answer);
      for (const state of addRun(this.journal.totals, answer, this.known)) fresh.push(state);
    });
    this.journal.close(batch, this.elapsedMs, fresh);
  }

  /** As many as find something to do; all when there is nothing any more. */
  private wake(): void {
    const backs = [...this.leased.values()].filter(({ isBack }) => isBack).length;
    const room = Math.max(0, this.unmergedMax - this.leased.size) + backs;
    const woken = this.over || this.isUsedUp ? this.waiting.length : room;
    for (const go of this.waiting.splice(0, woken)) go();
  }

  private get unmergedMax(): number {
    return this.options.unmergedMax?.() ?? Number.POSITIVE_INFINITY;
  }
}
