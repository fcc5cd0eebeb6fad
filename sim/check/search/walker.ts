import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import { Frontier } from './frontier.ts';
import { LENGTH, layoutOf } from './layout.ts';
import type { Expander, Target } from './target.ts';
import { tellingExpander } from './telling-expanders.ts';

/** How one state leads to another. */
export interface Taken {
  readonly kind: 'step' | 'ignored' | 'lose' | 'duplicate';
  /** Of whom the local state changes. */
  readonly process: number;
  /** 0 when no handler ran. */
  readonly transition: number;
  /** The message that is delivered, lost or doubled; -1. */
  readonly envelope: number;
}

export interface Successor extends Taken {
  readonly action: number;
  /** The state that follows; undefined when a handler threw. */
  readonly record: Int32Array | undefined;
}

/** Goes from state to state one by one, with all that a search throws away: for paths, random walks and people. */
export class Walker implements Target {
  frontier = new Frontier();
  readonly looks = true;
  private readonly space: Space;
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

  /** Everything that may happen in this state, in the order of its actions. */
  successors(record: Int32Array): readonly Successor[] {
    this.found = [];
    this.frontier = new Frontier();
    this.expander.expand(record, 0);
    return this.found;
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
