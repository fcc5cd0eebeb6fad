/** Maps (row, column) to a number from 0 on, or to a marker for none. A dense table while small, a hash table beyond. */
export class PairTable {
  /** Row by row; {@link UNKNOWN} for unset cells. Empty once the table is hashed. */
  dense: Int32Array;
  /** Allocated columns. */
  stride: number;
  isDense = true;
  private rows: number;
  private keys = new Int32Array(0);
  private values = new Int32Array(0);
  private used = 0;
  private readonly denseMax: number;

  constructor(denseMax = DENSE_MAX) {
    this.denseMax = denseMax;
    this.rows = 16;
    this.stride = 16;
    this.dense = new Int32Array(this.rows * this.stride);
  }

  get(row: number, column: number): number {
    if (this.isDense) {
      if (row >= this.rows || column >= this.stride) return UNKNOWN;
      return this.dense[row * this.stride + column] as number; // within the table, as just checked
    }
    const mask = this.values.length - 1;
    for (let i = slotOf(row, column) & mask; ; i = (i + 1) & mask) {
      const value = this.values[i] as number; // the mask keeps it in range
      if (value === UNKNOWN) return UNKNOWN;
      if (this.keys[2 * i] === row && this.keys[2 * i + 1] === column) return value;
    }
  }

  set(row: number, column: number, value: number): void {
    if (this.isDense && (row >= this.rows || column >= this.stride)) this.grow(row, column);
    if (this.isDense) this.dense[row * this.stride + column] = value;
    else this.setHashed(row, column, value);
  }

  /** Calls `visit` for every pair that has a value. */
  each(visit: (row: number, column: number, value: number) => void): void {
    if (this.isDense) {
      for (let i = 0; i < this.dense.length; i++) {
        const value = this.dense[i] as number; // below the length
        if (value !== UNKNOWN) visit(Math.floor(i / this.stride), i % this.stride, value);
      }
      return;
    }
    for (let i = 0; i < this.values.length; i++) {
      const value = this.values[i] as number; // below the length, like both keys
      if (value !== UNKNOWN) visit(this.keys[2 * i] as number, this.keys[2 * i + 1] as number, value);
    }
  }

  private grow(row: number, column: number): void {
    let { rows, stride } = this;
    while (row >= rows) rows *= 2;
    while (column >= stride) stride *= 2;
    if (rows * stride > this.denseMax) {
      this.toHash();
      return;
    }
    const larger = new Int32Array(rows * stride);
    for (let r = 0; r < this.rows; r++) {
      larger.set(this.dense.subarray(r * this.stride, (r + 1) * this.stride), r * stride);
    }
    this.dense = larger;
    this.rows = rows;
    this.stride = stride;
  }

  private toHash(): void {
    this.keys = new Int32Array(2 * HASH_MIN);
    this.values = new Int32Array(HASH_MIN);
    const { dense, stride } = this;
    this.isDense = false;
    this.dense = new Int32Array(0);
    for (let i = 0; i < dense.length; i++) {
      const value = dense[i] as number; // below the length
      if (value !== UNKNOWN) this.setHashed(Math.floor(i / stride), i % stride, value);
    }
  }

  private setHashed(row: number, column: number, value: number): void {
    if (this.used * 2 >= this.values.length) this.rehash();
    const mask = this.values.length - 1;
    let i = slotOf(row, column) & mask;
    while (this.values[i] !== UNKNOWN && !(this.keys[2 * i] === row && this.keys[2 * i + 1] === column))
      i = (i + 1) & mask;
    if (this.values[i] === UNKNOWN) this.used += 1;
    this.keys[2 * i] = row;
    this.keys[2 * i + 1] = column;
    this.values[i] = value;
  }

  private rehash(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.values = new Int32Array(values.length * 2);
    this.used = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number; // below the length, like both keys
      if (value !== UNKNOWN) this.setHashed(keys[2 * i] as number, keys[2 * i + 1] as number, value);
    }
  }
}

/** Value of a pair that is not set. */
export const UNKNOWN = 0;

/** Maximum number of cells of a dense table: 16 MB. */
const DENSE_MAX = 1 << 22;
const HASH_MIN = 1 << 16;

function slotOf(row: number, column: number): number {
  const x = Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca77);
  return x ^ (x >>> 15);
}
