/** Where rows of different heights stand: rows by place and places by row, in one array. */
export class RowTops {
  private readonly tops: Float64Array;

  constructor(heightsPx: Iterable<number>, count: number) {
    this.tops = new Float64Array(count + 1);
    let row = 0;
    for (const heightPx of heightsPx) {
      this.tops[row + 1] = this.top(row) + heightPx;
      row++;
    }
  }

  get count(): number {
    return this.tops.length - 1;
  }

  get heightPx(): number {
    return this.top(this.count);
  }

  /** The upper edge of a row; for the row after the last one the lower edge of all. */
  top(row: number): number {
    return this.tops[Math.min(Math.max(row, 0), this.tops.length - 1)] ?? 0;
  }

  /** The row that covers a place; the last one below all. */
  at(yPx: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.top(middle + 1) <= yPx) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, Math.min(low, this.count - 1));
  }
}
