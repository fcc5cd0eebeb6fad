const BITS = 2 ** 25;

/**
 * Which abstract states a campaign has been in: one bit each, by hash, so that memory does not grow with the campaign. Two
 * states on one bit count once, which is rare as long as there are far fewer of them than bits.
 */
export class KnownStates {
  private readonly bits = new Uint8Array(BITS / 8);

  /** Those that were not known, which they are from now on. */
  learn(states: Iterable<number>): readonly number[] {
    const fresh: number[] = [];
    for (const state of states) {
      const bit = (state >>> 0) % BITS;
      const before = this.bits[bit >>> 3] ?? 0; // within the map
      const mask = 1 << (bit & 7);
      if ((before & mask) !== 0) continue;
      this.bits[bit >>> 3] = before | mask;
      fresh.push(state >>> 0);
    }
    return fresh;
  }
}
