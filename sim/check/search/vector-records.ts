import { hasIdleTimers } from '../model/configuration.ts';
import type { BudgetWords } from '../parts/budget-words.ts';
import type { Space } from '../parts/space.ts';
import { FIRST_PROCESS, HIGH, type Layout, LENGTH, LOW, layoutOf, NUMBER } from './layout.ts';
import type { Target } from './target.ts';

// Hot: see vector-expander.ts.

/** Record of a state whose network is a sorted vector, and how to write its successors' records. */
export abstract class VectorRecords {
  /** Number of actions of the last expanded state. */
  actions = 0;
  protected readonly space: Space;
  protected readonly target: Target;
  protected readonly layout: Layout;
  protected readonly budgetWords: BudgetWords;
  /** Whether delivery takes a message off the network. */
  protected readonly takes: boolean;
  /** Whether equal messages are merged. */
  protected readonly unites: boolean;
  protected readonly hasIdleTimers: boolean;
  protected words: Int32Array = new Int32Array(0);
  protected at = 0;
  protected low = 0;
  protected high = 0;
  protected number = 0;
  protected length = 0;

  constructor(space: Space, target: Target) {
    this.space = space;
    this.target = target;
    this.layout = layoutOf(space);
    this.budgetWords = space.budgetWords;
    const { network } = space.configuration;
    this.takes = network !== 'set';
    this.unites = network !== 'bag';
    this.hasIdleTimers = hasIdleTimers(space.configuration);
  }

  begin(words: Int32Array, at: number): void {
    this.words = words;
    this.at = at;
    this.low = words[at + LOW] as number;
    this.high = words[at + HIGH] as number;
    this.number = words[at + NUMBER] as number;
    this.length = words[at + LENGTH] as number;
    this.actions = 0;
  }

  /** True if nothing but idle timers can happen in the state being expanded. */
  protected isIdle(): boolean {
    const { space, words, at, layout } = this;
    for (let process = 0; process < layout.processes; process++)
      if (space.isBusy(process, words[at + FIRST_PROCESS + process] as number)) return false;
    const start = at + layout.network;
    for (let i = start; i < start + this.length; i++) {
      const envelope = words[i] as number;
      const process = space.envelopes.to.data[envelope] as number;
      const local = words[at + FIRST_PROCESS + process] as number;
      if (space.transition(process, local, space.envelopes.column.data[envelope] as number) > 0) return false;
    }
    return true;
  }

  /** Writes the record except for its network. */
  protected head(
    record: Int32Array,
    place: number,
    low: number,
    high: number,
    number: number,
    length: number,
    process: number,
    to: number,
    history: number,
    cost: number,
    delivered: number,
  ): void {
    const { layout, words, at } = this;
    for (let i = FIRST_PROCESS; i < layout.network; i++) record[place + i] = words[at + i] as number;
    record[place + LOW] = low;
    record[place + HIGH] = high;
    record[place + NUMBER] = number;
    record[place + LENGTH] = length;
    if (process >= 0) record[place + FIRST_PROCESS + process] = to;
    record[place + layout.history] = history;
    if (cost !== 0) this.budgetWords.note(record, place + layout.budgets, cost);
    if (layout.last >= 0 && delivered >= 0) record[place + layout.last] = delivered + 1;
  }

  protected has(envelope: number): boolean {
    const { words } = this;
    const start = this.at + this.layout.network;
    for (let i = start + this.length - 1; i >= start; i--) {
      const there = words[i] as number;
      if (there <= envelope) return there === envelope;
    }
    return false;
  }

  protected copyNetwork(record: Int32Array, place: number, taken: number): void {
    const { words } = this;
    const start = this.at + this.layout.network;
    const end = start + this.length;
    let to = place;
    let i = start;
    if (taken >= 0) {
      while (words[i] !== taken) record[to++] = words[i++] as number;
      i += 1;
    }
    while (i < end) record[to++] = words[i++] as number;
  }

  /** Merges two sorted runs; an element in both counts once where equal messages are merged. */
  protected mergeNetwork(
    record: Int32Array,
    place: number,
    taken: number,
    from: number,
    until: number,
  ): void {
    const { words, unites } = this;
    const sent = this.space.transitions.sent.data;
    let i = this.at + this.layout.network;
    const end = i + this.length;
    let k = from;
    let to = place;
    let left = taken;
    while (i < end || k < until) {
      if (i < end && words[i] === left) {
        left = -1;
        i += 1;
        continue;
      }
      if (k >= until) record[to++] = words[i++] as number;
      else if (i >= end) record[to++] = sent[k++] as number;
      else {
        const there = words[i] as number;
        const next = sent[k] as number;
        if (there < next) {
          record[to++] = there;
          i += 1;
        } else {
          if (unites && there === next) i += 1;
          record[to++] = next;
          k += 1;
        }
      }
    }
  }
}
