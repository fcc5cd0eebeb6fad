import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, StepEvent } from '../handlers/events.ts';
import type { Particulars } from '../handlers/step-outcome.ts';
import { Words } from './words.ts';

/** In a table of a process: the event does nothing there. */
export const NO_STEP = -1;

/** Where a transition comes from, and what it said on the way: looked at seldom. */
export interface TransitionFacts {
  readonly process: number;
  readonly from: number;
  readonly event: StepEvent;
  readonly history: readonly HistoryEvent[];
  readonly observations: readonly Observation[];
  readonly probes: readonly string[];
  readonly crashed: boolean;
  readonly point?: string;
  readonly failure?: Failure;
  readonly particulars: Particulars;
}

/** All transitions of all processes by number, from 1 on; those of one pair stand together. */
export class Transitions {
  readonly facts: (TransitionFacts | undefined)[] = [undefined];
  readonly to = new Words();
  /** How many alternatives follow it. */
  readonly more = new Words();
  /** Envelopes that it sends: a range of `sent`. */
  readonly sentStart = new Words();
  readonly sentCount = new Words();
  readonly sent = new Words();
  /** List of history events; 0: none. */
  readonly history = new Words();
  /** Budgets that it uses up, as bits. */
  readonly cost = new Words();
  /** Whether a judge wants to see it taken. */
  readonly flag = new Words();
  /** Whether there is anything to it but a new local state and messages: history, costs, a judge, alternatives. */
  readonly special = new Words();
  /** What it adds to the hash of a state, without what it takes from the network. */
  readonly low = new Words();
  readonly high = new Words();

  constructor() {
    for (const column of [this.to, this.more, this.sentStart, this.sentCount, this.history, this.cost])
      column.push(0);
    for (const column of [this.flag, this.special, this.low, this.high]) column.push(0);
  }

  get size(): number {
    return this.facts.length;
  }

  factsOf(transition: number): TransitionFacts {
    const facts = this.facts[transition];
    if (facts === undefined) throw new RangeError(`check: there is no transition ${transition}`);
    return facts;
  }
}
