/**
 * What a fork has in common with its original until one of them is about to change it. The original keeps its object, since others
 * may refer to it; forks get copies. Of a fork that is thrown away, or in which a process has no more events, nothing is copied.
 */
export class Lent<T> {
  /** The original; or, from the moment it went on, a copy of what it was. */
  private value: T;
  private isCopy = false;
  /** Forks that have not taken theirs yet, among them those thrown away. */
  private takers = 0;
  private readonly copy: (value: T) => T;

  constructor(value: T, copy: (value: T) => T) {
    this.value = value;
    this.copy = copy;
  }

  /** For one more fork. */
  toFork(): this {
    this.takers++;
    return this;
  }

  /** The original is about to change. It lends anew when it is forked again. */
  goOn(): void {
    this.value = this.copy(this.value);
    this.isCopy = true;
  }

  /** Returns the private copy of one fork. Call once per fork. */
  take(): T {
    this.takers--;
    return this.isCopy && this.takers === 0 ? this.value : this.copy(this.value);
  }
}
