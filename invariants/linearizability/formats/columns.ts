/** A column of 32-bit integers that grows. */
export class Ints {
  private column: Int32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.column = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.column.length) {
      const wider = new Int32Array(2 * this.column.length);
      wider.set(this.column);
      this.column = wider;
    }
    this.column[this.length] = value;
    this.length += 1;
  }

  set(index: number, value: number): void {
    this.column[index] = value;
  }

  at(index: number): number {
    return this.column[index] ?? 0;
  }

  /** The contents, as a view of its memory: valid until it grows. */
  all(): Int32Array {
    return this.column.subarray(0, this.length);
  }
}

/** A column of numbers that grows. */
export class Doubles {
  private column: Float64Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.column = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.column.length) {
      const wider = new Float64Array(2 * this.column.length);
      wider.set(this.column);
      this.column = wider;
    }
    this.column[this.length] = value;
    this.length += 1;
  }

  set(index: number, value: number): void {
    this.column[index] = value;
  }

  at(index: number): number {
    return this.column[index] ?? Number.NaN;
  }
}
