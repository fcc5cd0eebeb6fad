/** Counts one kind of effect. An object of its own, so that counting is one addition. */
export interface Counter {
  n: number;
}

/** Counters by name, created on first use. They influence nothing. */
export class Counters {
  private readonly byName = new Map<string, Counter>();

  of(name: string): Counter {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const counter = { n: 0 };
    this.byName.set(name, counter);
    return counter;
  }

  /** The counts by name, as plain data, names in order. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.byName].map(([name, { n }]) => [name, n]));
  }

  /** Takes over the counts of another. */
  copyFrom(other: Counters): void {
    for (const [name, { n }] of other.byName) this.of(name).n = n;
  }
}
