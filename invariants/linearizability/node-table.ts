/** Words before those of the set. */
const HEAD = 3;

/**
 * Sets of placed operations with a state, each once, by number. A set is kept as a window: from the first word in which an operation is
 * missing to the last that has one.
 */
export class NodeTable {
  size = 0;
  /** By node. */
  cost = new Int32Array(1 << 8);
  parent = new Int32Array(1 << 8);
  /** How it was reached: an operation, or -1 - the class of one that never returned. */
  move = new Int32Array(1 << 8);
  /** How many of that class had been called by then. */
  called = new Int32Array(1 << 8);
  isDone = new Uint8Array(1 << 8);
  private offsets = new Int32Array(1 << 8);
  private hashes = new Int32Array(1 << 8);
  private slots = new Int32Array(1 << 9);
  private arena = new Int32Array(1 << 11);
  private used = 0;

  /** The node of that set and state; a new one costs more than any. */
  nodeOf(words: Int32Array, state: number): number {
    let from = 0;
    while (words[from] === -1) from += 1;
    let to = words.length;
    while (to > from && words[to - 1] === 0) to -= 1;
    let hash = Math.imul(state ^ from, 0x9e3779b1);
    for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (words[i] ?? 0) ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const node = (this.slots[slot] ?? 0) - 1;
      if (node < 0) break;
      if (this.hashes[node] === hash && this.isEqual(node, words, from, to, state)) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.added(words, from, to, state, hash);
    this.slots[slot] = node + 1;
    if (2 * this.size > this.slots.length) this.rehash();
    return node;
  }

  stateOf(node: number): number {
    return this.arena[(this.offsets[node] ?? 0) + 1] ?? 0;
  }

  /** Writes the set of a node. */
  load(node: number, words: Int32Array): void {
    const offset = this.offsets[node] ?? 0;
    const from = this.arena[offset] ?? 0;
    const length = this.arena[offset + 2] ?? 0;
    words.fill(-1, 0, from);
    for (let i = 0; i < length; i += 1) words[from + i] = this.arena[offset + HEAD + i] ?? 0;
    words.fill(0, from + length);
  }

  private isEqual(node: number, words: Int32Array, from: number, to: number, state: number): boolean {
    const { arena } = this;
    const offset = this.offsets[node] ?? 0;
    if (arena[offset] !== from || arena[offset + 1] !== state || arena[offset + 2] !== to - from)
      return false;
    for (let i = from; i < to; i += 1) if (arena[offset + HEAD + i - from] !== words[i]) return false;
    return true;
  }

  private added(words: Int32Array, from: number, to: number, state: number, hash: number): number {
    const node = this.size;
    this.size += 1;
    if (node >= this.cost.length) this.grow();
    const end = this.used + HEAD + to - from;
    if (end > this.arena.length) this.arena = wider(this.arena, end);
    this.arena[this.used] = from;
    this.arena[this.used + 1] = state;
    this.arena[this.used + 2] = to - from;
    this.arena.set(words.subarray(from, to), this.used + HEAD);
    this.offsets[node] = this.used;
    this.hashes[node] = hash;
    this.cost[node] = 2 ** 31 - 1;
    this.parent[node] = -1;
    this.used = end;
    return node;
  }

  private grow(): void {
    const length = 2 * this.cost.length;
    this.cost = wider(this.cost, length);
    this.parent = wider(this.parent, length);
    this.move = wider(this.move, length);
    this.called = wider(this.called, length);
    this.offsets = wider(this.offsets, length);
    this.hashes = wider(this.hashes, length);
    const done = new Uint8Array(length);
    done.set(this.isDone);
    this.isDone = done;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let node = 0; node < this.size; node += 1) {
      let slot = (this.hashes[node] ?? 0) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = node + 1;
    }
  }
}

function wider(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(Math.max(2 * words.length, length));
  grown.set(words);
  return grown;
}
