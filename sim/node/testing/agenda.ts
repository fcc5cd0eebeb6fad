/** A scheduled event; equal times keep the order of insertion. */
interface Entry {
  readonly atUs: number;
  readonly order: number;
  readonly action: () => void;
}

const before = (a: Entry, b: Entry): boolean => a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order);

/** Agenda of the test world: a binary heap. */
export class Agenda {
  private readonly heap: Entry[] = [];
  private order = 0;

  get size(): number {
    return this.heap.length;
  }

  add(atUs: number, action: () => void): void {
    const { heap } = this;
    const entry: Entry = { atUs, order: this.order++, action };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || before(parent, entry)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = entry;
  }

  next(): Entry | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      const left = heap[down];
      const right = heap[down + 1];
      if (left === undefined) break;
      let child = left;
      if (right !== undefined && before(right, left)) {
        child = right;
        down++;
      }
      if (before(last, child)) break;
      heap[at] = child;
      at = down;
    }
    heap[at] = last;
    return first;
  }
}
