import type { BudgetSlot } from './budget-slots.ts';
import type { WordSource } from './words.ts';

/** Budgets within records: the amount used of each, and the matching hash words. */
export class BudgetWords {
  /** Hash delta of the last {@link spend}. */
  low = 0;
  high = 0;
  private readonly limits: Int32Array;
  private readonly starts: Int32Array;
  private readonly lows: Int32Array;
  private readonly highs: Int32Array;

  constructor(budgets: readonly BudgetSlot[], source: WordSource) {
    this.limits = Int32Array.from(budgets, ({ limit }) => limit);
    const total = budgets.reduce((sum, { limit }) => sum + limit + 1, 0);
    this.starts = new Int32Array(budgets.length);
    this.lows = new Int32Array(total);
    this.highs = new Int32Array(total);
    let at = 0;
    budgets.forEach(({ limit }, slot) => {
      this.starts[slot] = at;
      for (let used = 0; used <= limit; used++) {
        source.next();
        // Zero use has weight zero, so that budgets do not affect the hash of an initial state.
        this.lows[at] = used === 0 ? 0 : source.low;
        this.highs[at] = used === 0 ? 0 : source.high;
        at += 1;
      }
    });
  }

  /** Whether every budget in `cost` has something left in the record whose budgets begin at `at`. */
  affords(words: Int32Array, at: number, cost: number): boolean {
    for (let slot = 0, bits = cost; bits !== 0; slot++, bits >>>= 1) {
      if ((bits & 1) === 1 && (words[at + slot] as number) >= (this.limits[slot] as number)) return false; // both arrays have this slot
    }
    return true;
  }

  /** Computes the hash delta of one more use of each. */
  spend(words: Int32Array, at: number, cost: number): void {
    let low = 0;
    let high = 0;
    for (let slot = 0, bits = cost; bits !== 0; slot++, bits >>>= 1) {
      if ((bits & 1) === 0) continue;
      const i = (this.starts[slot] as number) + (words[at + slot] as number); // both arrays have this slot, and one more is within the limit
      low += (this.lows[i + 1] as number) - (this.lows[i] as number);
      high += (this.highs[i + 1] as number) - (this.highs[i] as number);
    }
    this.low = low | 0;
    this.high = high | 0;
  }

  /** Counts the cost in the successor's record. */
  note(record: Int32Array, at: number, cost: number): void {
    for (let slot = 0, bits = cost; bits !== 0; slot++, bits >>>= 1) {
      if ((bits & 1) === 1) record[at + slot] = (record[at + slot] as number) + 1; // the record has this slot
    }
  }
}
