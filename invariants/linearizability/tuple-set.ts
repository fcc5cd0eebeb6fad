/** Tuples of integers, all of one width. */
export class TupleSet {
  private readonly width: number;
  private size = 0;
  private arena: Int32Array<ArrayBuffer>;
  private hashes = new Int32Array(1 << 5);
  private slots = new Int32Array(1 << 6);

  constructor(width: number) {
    this.width = width;
    this.arena = new Int32Array(width << 5);
  }

  /** Whether the tuple of both parts is there. @param hash equal for equal tuples */
  has(hash: number, first: Int32Array, second: Int32Array): boolean {
    return this.size > 0 && (this.slots[this.slotOf(hash, first, second)] ?? 0) !== 0;
  }

  add(hash: number, first: Int32Array, second: Int32Array): void {
    const slot = this.slotOf(hash, first, second);
    if (this.slots[slot] !== 0) return;
    if ((this.size + 1) * this.width > this.arena.length) {
      const wider = new Int32Array(2 * this.arena.length);
      wider.set(this.arena);
      this.arena = wider;
      const hashes = new Int32Array(2 * this.hashes.length);
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    this.arena.set(first, this.size * this.width);
    this.arena.set(second, this.size * this.width + first.length);
    this.hashes[this.size] = hash;
    this.size += 1;
    this.slots[slot] = this.size;
    if (2 * this.size > this.slots.length) this.rehash();
  }

  /** Where it is, or would be. */
  private slotOf(hash: number, first: Int32Array, second: Int32Array): number {
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = (this.slots[slot] ?? 0) - 1;
      if (entry < 0 || (this.hashes[entry] === hash && this.isEqual(entry, first, second))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isEqual(entry: number, first: Int32Array, second: Int32Array): boolean {
    const { arena } = this;
    const at = entry * this.width;
    for (let i = 0; i < first.length; i += 1) if (arena[at + i] !== first[i]) return false;
    const behind = at + first.length;
    for (let i = 0; i < second.length; i += 1) if (arena[behind + i] !== second[i]) return false;
    return true;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let entry = 0; entry < this.size; entry += 1) {
      const hash = this.hashes[entry] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry + 1;
    }
  }
}
