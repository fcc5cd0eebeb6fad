export const END = -1;

/**
 * Calls and returns, of operations that did return, in the order of time: a list from which operations are taken and put back. Node 2i
 * calls, 2i+1 returns.
 */
export class EventList {
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** One more node, before the first. */
  private readonly root: number;

  constructor(ops: readonly { readonly calledAt: number; readonly returnedAt: number }[]) {
    const nodes: number[] = [];
    for (let i = 0; i < ops.length; i += 1) {
      if (ops[i]?.returnedAt !== Infinity) nodes.push(2 * i, 2 * i + 1);
    }
    const timeOf = (node: number): number =>
      (node % 2 === 0 ? ops[node >> 1]?.calledAt : ops[node >> 1]?.returnedAt) ?? 0;
    nodes.sort((a, b) => timeOf(a) - timeOf(b));
    this.root = 2 * ops.length;
    this.next = new Int32Array(this.root + 1).fill(END);
    this.previous = new Int32Array(this.root + 1).fill(END);
    let last = this.root;
    for (const node of nodes) {
      this.next[last] = node;
      this.previous[node] = last;
      last = node;
    }
  }

  get first(): number {
    return this.next[this.root] ?? END;
  }

  after(node: number): number {
    return this.next[node] ?? END;
  }

  remove(op: number): void {
    this.unlink(2 * op);
    this.unlink(2 * op + 1);
  }

  /** Operations are put back in the opposite order. */
  restore(op: number): void {
    this.relink(2 * op + 1);
    this.relink(2 * op);
  }

  private unlink(node: number): void {
    const before = this.previous[node] ?? END;
    if (before === END) return; // has no return
    const after = this.after(node);
    this.next[before] = after;
    if (after !== END) this.previous[after] = before;
  }

  private relink(node: number): void {
    const before = this.previous[node] ?? END;
    if (before === END) return;
    const after = this.after(node);
    this.next[before] = node;
    if (after !== END) this.previous[after] = node;
  }
}
