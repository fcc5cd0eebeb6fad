import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import { Frontier } from './frontier.ts';
import { FIRST_PROCESS, LENGTH, layoutOf } from './layout.ts';
import type { Expander, Target } from './target.ts';
import { tellingExpander } from './telling-expanders.ts';

/** A transition from one state to another. */
export interface Taken {
  readonly kind: 'step' | 'ignored' | 'lose' | 'duplicate';
  /** The process whose local state changes. */
  readonly process: number;
  /** 0 if no handler ran. */
  readonly transition: number;
  /** The message that is delivered, lost or duplicated; -1 for none. */
  readonly envelope: number;
}

export interface Successor extends Taken {
  readonly action: number;
  /** The successor state; undefined if a handler threw. */
  readonly record: Int32Array | undefined;
}

/** One step of a walk, from this state. */
export interface Walked {
  readonly from: Int32Array;
  readonly successor: Successor;
}

/** Walks from state to state, keeping the details that a search discards: for paths, random walks and interactive use. */
export class Walker implements Target {
  frontier = new Frontier();
  readonly looks = true;
  private readonly space: Space;
  private readonly spare: Int32Array[] = [];
  private readonly expander: Expander;
  private readonly networkAt: number;
  private found: Successor[] = [];
  private taken: Taken = { kind: 'step', process: -1, transition: 0, envelope: -1 };
  private action = 0;

  constructor(space: Space, dead?: DeadMessages) {
    this.space = space;
    this.networkAt = layoutOf(space).network;
    this.expander = tellingExpander(
      space,
      this,
      (kind, process, transition, envelope) => {
        this.taken = { kind, process, transition, envelope };
      },
      dead,
    );
  }

  /** All possible events in this state, in the order of its actions. */
  successors(record: Int32Array): readonly Successor[] {
    this.found = [];
    this.frontier = new Frontier(this.spare);
    this.expander.expand(record, 0);
    this.frontier.giveBack();
    return this.found;
  }

  /**
   * Draws a possible event in this state without enumerating the others: `below` draws an integer below a bound. Undefined if
   * nothing can
   * happen. All events are equally likely; those without effect are drawn again.
   */
  draw(record: Int32Array, below: (bound: number) => number): Successor | undefined {
    const { expander, space } = this;
    const messages = record[LENGTH] ?? 0;
    const own: { readonly process: number; readonly place: number }[] = [];
    for (let process = 0; process < space.processes; process++) {
      const count = space.localsOf(process).ownCount.at(record[FIRST_PROCESS + process] ?? 0);
      for (let place = 0; place < count; place++) own.push({ process, place });
    }
    const events = Array.from({ length: messages + own.length + 1 }, (_, i) => i);
    while (events.length > 0) {
      const [event = 0] = events.splice(below(events.length), 1);
      this.found = [];
      this.frontier = new Frontier(this.spare);
      expander.begin(record, 0);
      const { process, place } = own[event - messages] ?? { process: -1, place: -1 };
      if (event < messages) expander.deliver(event);
      else if (process >= 0) expander.act(process, place);
      else expander.disturb();
      this.frontier.giveBack();
      if (this.found.length > 0) return this.found[below(this.found.length)];
    }
    return undefined;
  }

  admit(_low: number, _high: number, _parent: number, action: number): number {
    this.action = action;
    return 0;
  }

  arrived(words: Int32Array, at: number): void {
    const record = words.slice(at, at + this.networkAt + (words[at + LENGTH] ?? 0));
    this.found.push({ ...this.taken, action: this.action, record });
  }

  watched(transition: number, _parent: number, action: number): boolean {
    if (this.space.transitions.factsOf(transition).failure === undefined) return false;
    this.found.push({ ...this.taken, action, record: undefined });
    return true;
  }
}
