const TWO_32 = 4294967296;

/** Four words of a generator, drawn from the machine. Plain data: a recording keeps them. */
export type RandomSeed = readonly [number, number, number, number];

/** Random integers of one process: the generator sfc32 (Doty-Humphrey), so that a recorded seed gives the same draws again. */
export class HostRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor([a, b, c, counter]: RandomSeed) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }

  /** The generator as it stands: one made of this goes on alike. */
  get seed(): RandomSeed {
    return [this.a, this.b, this.c, this.counter];
  }

  /** An integer in [0, bound), each equally likely. */
  below(bound: number): number {
    if (bound <= TWO_32) return this.fair(bound, () => this.word(), TWO_32);
    const two53 = Number.MAX_SAFE_INTEGER + 1;
    return this.fair(bound, () => (this.word() & 0x1fffff) * TWO_32 + this.word(), two53);
  }

  /** Draws again what lies in the last, incomplete stretch of `bound` numbers. */
  private fair(bound: number, draw: () => number, range: number): number {
    const end = range - (range % bound);
    for (;;) {
      const drawn = draw();
      if (drawn < end) return drawn % bound;
    }
  }

  private word(): number {
    const { a, b, c } = this;
    const sum = (((a + b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = b ^ (b >>> 9);
    this.b = (c + (c << 3)) | 0;
    this.c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
