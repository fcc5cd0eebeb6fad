import type { Edits, Meaning } from '../chance/site.ts';
import { inOwnTurn } from '../run/own-turn.ts';
import { simulate } from '../run/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { type Candidate, costOf, keyOf } from './candidate.ts';
import { delaysOf } from './hold-back.ts';
import { type Goal, isBetter, type Lookahead, type Report, tried } from './lookahead.ts';
import { decisionsOf, type Failing, type Judgement } from './oracle.ts';
import { quick } from './quick.ts';

/** Limits of a search. */
export interface Budget {
  readonly runsMax: number;
  /** Called before each run; true ends the search with the best so far. */
  readonly spent?: () => boolean;
  /** Runs code under the caller's limit, enforced by {@link BudgetSpent}: one run may take longer than all before. */
  readonly bounded?: <T>(runs: () => T) => T;
  /** Awaited between runs to keep the caller responsive. */
  readonly breathe?: () => Promise<void>;
  /**
   * The same system without the bug. A run that also fails with it does not show the bug (but, say, timeouts that no code
   * could meet), and is not progress.
   */
  readonly sound?: System;
  /** Test candidates ahead of their turn. They affect only the speed, not the result. */
  readonly lookahead?: Lookahead;
}

/** Thrown through the passes when the budget is spent; {@link Search.best} remains valid. */
export class BudgetSpent extends Error {}

/** Factor by which a smaller run may be longer before it is abandoned. */
const SLACK = 1.5;
/** Maximum length of a run of the sound system. */
const SOUND_STEPS_MAX = 200_000;
/** Maximum size of a group: short runs cost more than their steps. */
const TOGETHER_MAX = 64;
/** Minimum when no sound system is available: sound code needs this long to elect a leader and catch up. */
const LIVENESS_US_MIN = 4_000_000;

/** A candidate waiting for its turn. */
interface Turn {
  readonly candidate: Candidate;
  readonly key: string;
  readonly report: Promise<Report | undefined> | undefined;
}

/**
 * Searches for smaller runs that fail in the same way. Runs every candidate of a pass; one with the same fingerprint and a
 * lower cost becomes the best. A different failure is noted but never counts as progress.
 */
export class Search {
  best: Failing;
  runs = 0;
  /** Effort of open-ended passes: 1, or more once everything cheap was tried. */
  effort = 1;
  /** Runs are still long: only large reductions are worth trying. */
  coarse = true;
  /** No smaller storm was found: reductions specific to this one may be tried as well. */
  finishing = false;
  /** Other failures encountered, by fingerprint. */
  readonly slipped = new Map<string, Candidate>();
  readonly system: System;
  /** The system without expensive checks. */
  private readonly lean: System;
  private readonly budget: Budget;
  private readonly tried = new Set<string>();
  /** Candidates since the last better one. */
  private inVain = 0;
  private readonly onBetter: (best: Failing) => void;

  constructor(system: System, start: Failing, budget: Budget, onBetter: (best: Failing) => void = () => {}) {
    this.system = system;
    this.lean = quick(system, start.violation.fingerprint);
    this.best = start;
    this.budget = budget;
    this.onBetter = onBetter;
  }

  /**
   * Tries candidates in turn until one is better than the best so far and replaces it. Returns its index, or -1.
   * Candidates are drawn somewhat ahead of their turn, and none after the better one.
   * @throws BudgetSpent
   */
  async first(candidates: Iterable<Candidate>): Promise<number> {
    const { lookahead } = this.budget;
    const source = candidates[Symbol.iterator]();
    const waiting: Turn[] = [];
    const together = this.together;
    let asked = 0; // groups of the helpers since the last one of the search
    for (let index = 0; ; index++) {
      while (waiting.length < Math.max(1, this.groupsAhead * together)) {
        const own = lookahead === undefined || waiting.length === 0 || asked + 1 >= lookahead.share;
        asked = own ? 0 : asked + 1;
        const group = this.turnsOf(source, together, own ? undefined : lookahead);
        if (group.length === 0) break;
        waiting.push(...group);
      }
      const turn = waiting.shift();
      const helps = turn !== undefined && (await this.take(turn));
      this.inVain = helps ? 0 : this.inVain + 1;
      if (turn !== undefined && !helps) continue;
      lookahead?.forget();
      return helps ? index : -1;
    }
  }

  /** Size of a group: a single long run, or several short ones. */
  private get together(): number {
    const { stepsTogether = 1 } = this.budget.lookahead ?? {};
    return Math.min(TOGETHER_MAX, Math.ceil(stepsTogether / this.best.size.steps));
  }

  /** Groups that are worth drawing by now. */
  private get groupsAhead(): number {
    const { lookahead } = this.budget;
    if (lookahead === undefined) return 1;
    return Math.min(lookahead.ahead, lookahead.aheadAtFirst + 2 * Math.floor(this.inVain / this.together));
  }

  /** Takes the next candidates and sends new ones to the helpers. */
  private turnsOf(source: Iterator<Candidate>, count: number, lookahead: Lookahead | undefined): Turn[] {
    const turns: Omit<Turn, 'report'>[] = [];
    for (let next = source.next(); next.done !== true; next = source.next()) {
      turns.push({ candidate: next.value, key: keyOf(next.value) });
      if (turns.length === count) break;
    }
    const fresh = turns.filter(({ key }) => !this.tried.has(key));
    const asked = fresh.map(({ candidate }) => candidate);
    const reports = asked.length === 0 ? undefined : lookahead?.look(asked, this.goal);
    return turns.map((turn) => ({ ...turn, report: reports?.then((all) => all[fresh.indexOf(turn)]) }));
  }

  private async take({ candidate, key, report }: Turn): Promise<boolean> {
    if (this.tried.has(key)) return false;
    if (this.runs >= this.budget.runsMax || this.budget.spent?.() === true) throw new BudgetSpent();
    await this.budget.breathe?.();
    this.tried.add(key);
    this.runs++;
    const looked = await (this.budget.lookahead?.isAwaited === false
      ? Promise.race([report, undefined])
      : report);
    if (looked?.type === 'hopeless') {
      this.slip(looked.slipped, candidate);
      return false;
    }
    const found = await inOwnTurn(() => this.within(() => this.judge(candidate)));
    if (found === undefined) return false;
    if ('slipped' in found) {
      this.slip(found.slipped.fingerprint, candidate);
      return false;
    }
    if (!isBetter(found, this.goal.cost)) return false;
    if (!(await inOwnTurn(() => this.isSound(candidate)))) return false;
    this.best = found;
    this.onBetter(found);
    return true;
  }

  private slip(fingerprint: string | undefined, candidate: Candidate): void {
    if (fingerprint !== undefined && !this.slipped.has(fingerprint)) this.slipped.set(fingerprint, candidate);
  }

  /** Names of the non-calm decisions in the best run. */
  decisions(meaning: Meaning): Promise<string[]> {
    return inOwnTurn(() => this.within(() => decisionsOf(this.system, this.best.candidate, meaning)));
  }

  /** Names of the delays of delivered messages in the best run. */
  delays(): Promise<string[]> {
    return inOwnTurn(() => this.within(() => delaysOf(this.lean, this.best.candidate)));
  }

  /** Minimum time allowed for progress: any, if the sound system can verify that it suffices. */
  get livenessUsMin(): number {
    return this.budget.sound === undefined ? LIVENESS_US_MIN : 1;
  }

  private isSound({ scenario, edits }: Candidate): boolean {
    const { sound } = this.budget;
    if (sound === undefined) return true;
    this.runs++;
    return this.within(() => passes(sound, scenario, edits));
  }

  private judge(candidate: Candidate): Judgement {
    const { goal } = this;
    const found = tried(this.lean, candidate, goal);
    return isBetter(found, goal.cost) ? tried(this.system, candidate, goal) : found;
  }

  private within<T>(runs: () => T): T {
    return this.budget.bounded === undefined ? runs() : this.budget.bounded(runs);
  }

  private get goal(): Goal {
    const { size, violation } = this.best;
    return {
      fingerprint: violation.fingerprint,
      cost: costOf(size),
      stepsMax: Math.ceil(size.steps * SLACK),
    };
  }
}

/** Whether a run passes, as far as it is followed. */
export function passes(system: System, scenario: Scenario, edits: Edits): boolean {
  const { verdict } = simulate(system, scenario, { edits, untilStep: SOUND_STEPS_MAX });
  return verdict === 'pass' || verdict === 'excused';
}
