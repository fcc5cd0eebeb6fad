/** Which operations are placed, and how many of those that only count; with a hash that is updated. */
export class PlacedSet {
  readonly words: Int32Array;
  readonly counts: Int32Array;
  hash = 0;
  /** The highest operation in it. */
  highest = -1;
  /** The first word that is not full. */
  private low = 0;

  constructor(size: number, counters: number) {
    this.words = new Int32Array((size >> 5) + 1);
    this.counts = new Int32Array(counters);
  }

  count(counter: number, by: 1 | -1): void {
    this.counts[counter] = (this.counts[counter] ?? 0) + by;
  }

  has(op: number): boolean {
    return ((this.words[op >> 5] ?? 0) & (1 << (op & 31))) !== 0;
  }

  /** The first word in which an operation is missing. */
  get firstWord(): number {
    while (this.words[this.low] === -1) this.low += 1;
    return this.low;
  }

  /** Returns the highest operation before. */
  add(op: number): number {
    this.flip(op);
    const { highest } = this;
    if (op > highest) this.highest = op;
    return highest;
  }

  remove(op: number, highest: number): void {
    this.flip(op);
    this.highest = highest;
    if (op >> 5 < this.low) this.low = op >> 5;
  }

  private flip(op: number): void {
    this.words[op >> 5] = (this.words[op >> 5] ?? 0) ^ (1 << (op & 31));
    this.hash ^= mix(op);
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Words before those of the set. */
const HEAD = 3;

/**
 * Pairs of a set and a state that were tried. A set is kept as a window, from the first operation that is not placed to the last that is,
 * so that its size follows the concurrency and not the length of the history.
 */
export class SeenSets {
  /** Offset + 1 of an entry, or 0. */
  private slots = new Int32Array(1 << 6);
  private hashes = new Int32Array(1 << 6);
  /** Entries: first word of the window, state, number of words, words, counts. */
  private arena = new Int32Array(1 << 8);
  private used = 0;
  private size = 0;

  /** False if the pair was there, with no more used of what is counted: what led nowhere then leads nowhere now. */
  add(placed: PlacedSet, state: number): boolean {
    const from = placed.firstWord;
    const length = Math.max(0, (placed.highest >> 5) + 1 - from);
    const hash = placed.hash ^ mix(~state);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const offset = (this.slots[slot] ?? 0) - 1;
      if (offset < 0) break;
      if (this.hashes[slot] === hash && this.isCovered(offset, placed, from, length, state)) return false;
      slot = (slot + 1) & mask;
    }
    const end = this.used + HEAD + length + placed.counts.length;
    if (end > this.arena.length) this.arena = wider(this.arena, end);
    const { arena, used } = this;
    arena[used] = from;
    arena[used + 1] = state;
    arena[used + 2] = length;
    for (let i = 0; i < length; i += 1) arena[used + HEAD + i] = placed.words[from + i] ?? 0;
    arena.set(placed.counts, used + HEAD + length);
    this.slots[slot] = used + 1;
    this.hashes[slot] = hash;
    this.used = end;
    this.size += 1;
    if (2 * this.size > this.slots.length) this.rehash();
    return true;
  }

  private isCovered(offset: number, placed: PlacedSet, from: number, length: number, state: number): boolean {
    const { arena } = this;
    if (arena[offset] !== from || arena[offset + 1] !== state || arena[offset + 2] !== length) return false;
    const { words, counts } = placed;
    for (let i = 0; i < length; i += 1) if (arena[offset + HEAD + i] !== words[from + i]) return false;
    const behind = offset + HEAD + length;
    for (let i = 0; i < counts.length; i += 1) if ((arena[behind + i] ?? 0) > (counts[i] ?? 0)) return false;
    return true;
  }

  private rehash(): void {
    const { slots, hashes } = this;
    this.slots = new Int32Array(2 * slots.length);
    this.hashes = new Int32Array(2 * slots.length);
    const mask = this.slots.length - 1;
    for (let i = 0; i < slots.length; i += 1) {
      const entry = slots[i] ?? 0;
      if (entry === 0) continue;
      const hash = hashes[i] ?? 0;
      let slot = hash & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
      this.hashes[slot] = hash;
    }
  }
}

function wider(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(Math.max(2 * words.length, length));
  grown.set(words);
  return grown;
}
