import type { Space } from '../parts/space.ts';
import type { Target } from './target.ts';
import { VectorRecords } from './vector-records.ts';

// Hot: see vector-expander.ts.

/** Losses and duplicates of the messages in a sorted vector. */
export abstract class VectorDisturbances extends VectorRecords {
  private readonly loseSlot: number;
  private readonly losesAny: boolean;
  private readonly duplicateSlot: number;

  constructor(space: Space, target: Target) {
    super(space, target);
    const { lose } = space.configuration;
    this.loseSlot = space.budgets.findIndex(({ name }) => name === 'lose');
    this.losesAny = lose === 'any' || this.loseSlot >= 0;
    // Where equal messages are merged, a copy changes nothing.
    this.duplicateSlot = this.unites ? -1 : space.budgets.findIndex(({ name }) => name === 'duplicate');
  }

  /** Offers losses and duplicates of each message. */
  disturb(): void {
    if (!this.losesAny && this.duplicateSlot < 0) return;
    const { words } = this;
    const start = this.at + this.layout.network;
    const end = start + this.length;
    const budgets = this.at + this.layout.budgets;
    if (
      this.losesAny &&
      (this.loseSlot < 0 || this.budgetWords.affords(words, budgets, 1 << this.loseSlot))
    ) {
      for (let i = start; i < end; i++) {
        if (i === start || words[i] !== words[i - 1]) this.offerLoss(words[i] as number);
      }
    }
    if (this.duplicateSlot < 0 || !this.budgetWords.affords(words, budgets, 1 << this.duplicateSlot)) return;
    for (let i = start; i < end; i++) {
      if (i === start || words[i] !== words[i - 1]) this.offerCopy(words[i] as number);
    }
  }

  protected offerLoss(envelope: number): void {
    const { envelopes } = this.space;
    const cost = this.loseSlot < 0 ? 0 : 1 << this.loseSlot;
    const low = this.low - (envelopes.low.data[envelope] as number);
    const high = this.high - (envelopes.high.data[envelope] as number);
    this.offerChanged(low, high, cost, envelope, -1);
  }

  protected offerCopy(envelope: number): void {
    const { envelopes } = this.space;
    const low = this.low + (envelopes.low.data[envelope] as number);
    const high = this.high + (envelopes.high.data[envelope] as number);
    this.offerChanged(low, high, 1 << this.duplicateSlot, -1, envelope);
  }

  /** Offers the same state with one message less or more. */
  private offerChanged(
    lowBefore: number,
    highBefore: number,
    cost: number,
    taken: number,
    copied: number,
  ): void {
    const { layout, words, at } = this;
    const action = this.actions++;
    let low = lowBefore;
    let high = highBefore;
    if (cost !== 0) {
      this.budgetWords.spend(words, at + layout.budgets, cost);
      low += this.budgetWords.low;
      high += this.budgetWords.high;
    }
    const number = this.target.admit(low | 0, high | 0, this.number, action);
    if (number < 0) return;
    const length = this.length + (copied >= 0 ? 1 : 0) - (taken >= 0 ? 1 : 0);
    const { frontier } = this.target;
    frontier.reserve(layout.network + length);
    const record = frontier.words;
    const place = frontier.at;
    const history = words[at + layout.history] as number;
    this.head(record, place, low | 0, high | 0, number, length, -1, 0, history, cost, -1);
    let to = place + layout.network;
    const end = at + layout.network + this.length;
    let left = taken;
    let extra = copied;
    for (let i = at + layout.network; i < end; i++) {
      const there = words[i] as number;
      if (there === left) {
        left = -1;
        continue;
      }
      record[to++] = there;
      if (there === extra) {
        extra = -1;
        record[to++] = there;
      }
    }
    if (this.target.looks) this.target.arrived(record, place, -1);
  }
}
