/** Maximum load factor, in quarters. */
const LOAD_QUARTERS = 3;
const SLOTS_MIN = 1 << 12;

/** Hashes of all visited states, 64 bits each: open addressing in one typed array, 8 bytes per slot. */
export class Visited {
  private slots: Int32Array;
  private mask: number;
  private limit: number;
  size = 0;

  constructor() {
    this.slots = new Int32Array(2 * SLOTS_MIN);
    this.mask = SLOTS_MIN - 1;
    this.limit = (SLOTS_MIN / 4) * LOAD_QUARTERS;
  }

  /** Adds a hash and returns whether it is new. Two zero words mark an empty slot, so that hash is replaced by another. */
  add(lowWord: number, high: number): boolean {
    const low = lowWord === 0 && high === 0 ? 1 : lowWord;
    const { slots, mask } = this;
    let i = low & mask;
    for (;;) {
      const there = slots[2 * i] as number; // the mask keeps it and its neighbour in range
      const thereHigh = slots[2 * i + 1] as number;
      if (there === 0 && thereHigh === 0) break;
      if (there === low && thereHigh === high) return false;
      i = (i + 1) & mask;
    }
    slots[2 * i] = low;
    slots[2 * i + 1] = high;
    this.size += 1;
    if (this.size > this.limit) this.grow();
    return true;
  }

  /** Probability that any two of the states had the same hash, and one of them was lost. */
  get collisionChance(): number {
    return (this.size / 2 ** 32) * (this.size / 2 ** 33);
  }

  /** The table as it is, for {@link restore}. */
  get table(): Int32Array {
    return this.slots;
  }

  /** Takes over a table with so many hashes in it. */
  restore(table: Int32Array, size: number): void {
    this.slots = table;
    this.mask = table.length / 2 - 1;
    this.limit = (table.length / 8) * LOAD_QUARTERS;
    this.size = size;
  }

  private grow(): void {
    const old = this.slots;
    const count = old.length; // twice as many slots as before, in pairs of words
    const slots = new Int32Array(2 * count);
    const mask = count - 1;
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] as number; // below the length, and its neighbour
      const high = old[at + 1] as number;
      if (low === 0 && high === 0) continue;
      let i = low & mask;
      while (slots[2 * i] !== 0 || slots[2 * i + 1] !== 0) i = (i + 1) & mask;
      slots[2 * i] = low;
      slots[2 * i + 1] = high;
    }
    this.slots = slots;
    this.mask = mask;
    this.limit = (count / 4) * LOAD_QUARTERS;
  }
}
