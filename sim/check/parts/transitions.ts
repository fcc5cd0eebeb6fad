import type { Observation } from '../../../src/process/process.ts';
import type { Failure, HistoryEvent, StepEvent } from '../handlers/events.ts';
import type { Particulars } from '../handlers/step-outcome.ts';
import { Words } from './words.ts';

/** Table value: the event has no effect there. */
export const NO_STEP = -1;

/** Origin of a transition and what it reported; rarely read. */
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

/** All transitions of all processes by number, from 1 on; those of one pair are adjacent. */
export class Transitions {
  readonly facts: (TransitionFacts | undefined)[] = [undefined];
  readonly to = new Words();
  /** Number of alternatives that follow. */
  readonly more = new Words();
  /** Envelopes it sends: a range of `sent`. */
  readonly sentStart = new Words();
  readonly sentCount = new Words();
  readonly sent = new Words();
  /** List of history events; 0 for none. */
  readonly history = new Words();
  /** Budgets it uses, as bits. */
  readonly cost = new Words();
  /** Whether it is watched. */
  readonly flag = new Words();
  /** Whether it has more than a new local state and messages: history, costs, a watch, alternatives. */
  readonly special = new Words();
  /** Hash delta of a state, excluding messages taken off the network. */
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
