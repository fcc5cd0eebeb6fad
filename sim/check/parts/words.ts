/** A growable column of integers. Hot loops read `data` directly; every index below `length` is set. */
export class Words {
  data: Int32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Int32Array(capacity);
  }

  push(word: number): number {
    if (this.length === this.data.length) {
      const larger = new Int32Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length] = word;
    return this.length++;
  }

  at(index: number): number {
    if (index >= this.length) throw new RangeError(`check: no word ${index} in a column of ${this.length}`);
    return this.data[index] as number; // below the length, as just checked
  }
}

/**
 * Pseudo-random words by number: the hash of a state is the sum of the words of its parts (Zobrist 1970), so the hash of a
 * successor only needs the changes. Two lanes make 64 bits.
 */
export class WordSource {
  private counter = 0;
  low = 0;
  high = 0;

  /** Draws the next pair into `low` and `high`. */
  next(): void {
    this.counter += 1;
    this.low = scramble(Math.imul(this.counter, 0x9e3779b1) ^ 0x243f6a88);
    this.high = scramble(Math.imul(this.counter, 0x85ebca77) ^ 0x13198a2e);
  }
}

/** The finaliser of MurmurHash3, twice with different constants: every bit of the counter affects every bit of the word. */
function scramble(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
