const SLOTS_MIN = 1 << 12;

/** Hashes of states with their numbers, from 0 on, for searches that need to identify revisited states. */
export class IndexedVisited {
  private slots = new Int32Array(3 * SLOTS_MIN);
  private mask = SLOTS_MIN - 1;
  size = 0;

  /** Returns the number of the state; the previous {@link size} if it is new. */
  add(low: number, high: number): number {
    if (2 * this.size > this.mask) this.grow();
    const { slots } = this;
    const at = this.slotOf(low, high);
    const known = slots[3 * at + 2] as number; // a slot has three words
    if (known !== 0) return known - 1;
    slots[3 * at] = low;
    slots[3 * at + 1] = high;
    this.size += 1;
    slots[3 * at + 2] = this.size;
    return this.size - 1;
  }

  private slotOf(low: number, high: number): number {
    const { slots, mask } = this;
    let at = low & mask;
    while (slots[3 * at + 2] !== 0 && (slots[3 * at] !== low || slots[3 * at + 1] !== high))
      at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const old = this.slots;
    const count = 2 * (this.mask + 1);
    this.slots = new Int32Array(3 * count);
    this.mask = count - 1;
    for (let i = 0; i < old.length; i += 3) {
      if (old[i + 2] === 0) continue;
      const at = this.slotOf(old[i] as number, old[i + 1] as number); // a slot has three words
      this.slots.set(old.subarray(i, i + 3), 3 * at);
    }
  }
}
