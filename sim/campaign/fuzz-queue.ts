import type { Scenario } from '../scenario/scenario.ts';
import { failureOf, type Origin } from './finding.ts';
import type { FindingLine } from './findings.ts';
import type { Journal } from './journal.ts';
import { KnownStates } from './known-states.ts';
import { slotAt, slotCount } from './plan.ts';
import type { Queue } from './queue.ts';
import type { FuzzAnswer } from './task.ts';
import { addRun } from './totals.ts';

/** Runs of a campaign with indices from `from` to `to`, exclusive. */
export interface FuzzBatch {
  /** Digest of the program to run. */
  readonly program: string;
  readonly from: number;
  readonly to: number;
  readonly scenarios: readonly Scenario[];
}

/** Results of a batch's runs, by position; undefined where the time was up before the run began. */
export type FuzzAnswers = readonly (FuzzAnswer | undefined)[];

export interface FuzzQueueOptions {
  readonly runsPerBatch: number;
  /** Threads that share the runs that are left: at the end of a plan batches become smaller, so that none of them idles. */
  readonly threads?: () => number;
  /** Maximum number of unmerged batches: further leases wait for earlier ones. Unlimited when absent. */
  readonly unmergedMax?: () => number;
  /** Identity of the code, for failure files. */
  readonly origin: Origin;
  readonly scenarioOf: (system: string, seed: string) => Scenario;
  readonly nowMs: () => number;
  readonly onFinding: (finding: FindingLine) => void;
}

/** At the end of a plan: batches that each thread still gets of what is left, and their smallest size. */
const BATCHES_PER_THREAD = 4;
const RUNS_MIN = 4;

/** A leased batch that is not yet merged. */
interface Leased {
  readonly batch: FuzzBatch;
  answers: FuzzAnswers | undefined;
  /** No worker has it any more. */
  isBack: boolean;
}

/**
 * Queue of the runs in a journal's plan. A batch is on disk before it is leased; its runs count once the whole batch is done.
 * Batches are merged in plan order, so that a campaign's result does not depend on the workers' timing.
 */
export class FuzzQueue implements Queue<FuzzBatch, FuzzAnswers> {
  private readonly journal: Journal;
  private readonly options: FuzzQueueOptions;
  private readonly known = new KnownStates();
  private readonly beganMs: number;
  /** Batches left unfinished by an earlier process. */
  private readonly again: { readonly from: number; readonly to: number }[];
  /** Leased batches by id, in plan order. */
  private readonly leased = new Map<string, Leased>();
  /** Waiters for a batch to be merged or given back. */
  private waiting: (() => void)[] = [];
  private failed = false;
  /** All runs of the plan have been leased. */
  private isUsedUp = false;

  constructor(journal: Journal, options: FuzzQueueOptions) {
    this.journal = journal;
    this.options = options;
    this.known.learn(journal.readStates());
    this.beganMs = options.nowMs() - journal.campaign.elapsedMs;
    this.again = [...journal.campaign.open].sort((a, b) => a.from - b.from);
  }

  /** Whether the time is up, or the campaign was to stop at the first failure and found one. */
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
    const range = this.again.shift() ?? { from: campaign.next, to: campaign.next + this.nextSize };
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

  private get nextSize(): number {
    const { runsPerBatch, threads } = this.options;
    const all = slotCount(this.journal.campaign.plan);
    if (threads === undefined || all === undefined) return runsPerBatch;
    const share = Math.ceil(
      (all - this.journal.campaign.next) / (Math.max(1, threads()) * BATCHES_PER_THREAD),
    );
    return Math.max(Math.min(RUNS_MIN, runsPerBatch), Math.min(runsPerBatch, share));
  }

  /** Handles the end of a run in a leased batch: keeps a finding immediately, as the batch may never finish. */
  ran(scenario: Scenario, answer: FuzzAnswer): void {
    const failure = failureOf(answer, scenario, this.options.origin);
    if (failure === undefined) return;
    this.failed = true;
    const finding = this.journal.keep(failure);
    if (finding !== undefined) this.options.onFinding(finding);
  }

  done(batch: FuzzBatch, answers: FuzzAnswers): void {
    const leased = this.leased.get(this.idOf(batch));
    if (leased === undefined) return; // already merged, or from another program
    leased.answers ??= answers;
    leased.isBack = false;
    for (const [id, { batch: next, answers: found }] of this.leased) {
      if (found === undefined) break;
      this.merge(id, next, found);
    }
    this.wake();
  }

  /** The batch keeps its place in the order: later batches are merged only after it is done. */
  giveBack(batch: FuzzBatch): void {
    const leased = this.leased.get(this.idOf(batch));
    if (leased !== undefined && leased.answers === undefined) leased.isBack = true;
    this.wake();
  }

  /** Ends the work: skipped batches no longer hold up later finished ones. */
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

  /** Wakes as many waiters as there is work for; all of them when no work is left. */
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
