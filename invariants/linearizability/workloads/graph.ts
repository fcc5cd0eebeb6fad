import { Ints } from '../formats/columns.ts';

/** How one transaction depends on another. */
export const Dependency = {
  /** The second overwrote what the first wrote. */
  ww: 1,
  /** The second read what the first wrote. */
  wr: 2,
  /** The second overwrote what the first had read. */
  rw: 4,
  /** The second was called after the first had returned. */
  realTime: 8,
  /** From a node that stands for many edges at once: it is of the kind of the edge that leads there. */
  pass: 16,
} as const;

/** Edges between numbered nodes, each with its kind and with what it rests on. */
export class DependencyGraph {
  readonly from = new Ints();
  readonly to = new Ints();
  readonly kind = new Ints();
  /** Number of the key, and of the values of both ends; what they mean is up to who adds them. */
  readonly key = new Ints();
  readonly first = new Ints();
  readonly second = new Ints();
  nodes: number;

  constructor(nodes: number) {
    this.nodes = nodes;
  }

  /** One more node. */
  node(): number {
    this.nodes += 1;
    return this.nodes - 1;
  }

  add(from: number, to: number, kind: number, key: number, first: number, second: number): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.kind.push(kind);
    this.key.push(key);
    this.first.push(first);
    this.second.push(second);
  }

  /**
   * Edges from each of some nodes to each of others, but not from one to itself: through one node that stands for all, except from those
   * that are among the others.
   *
   * @param targets with the value at each
   */
  fan(
    from: readonly number[],
    targets: ReadonlyMap<number, number>,
    kind: number,
    key: number,
    first: number,
  ): void {
    if (targets.size === 0) return;
    let node = -1;
    for (const one of from) {
      if (targets.has(one)) {
        for (const [to, second] of targets) this.add(one, to, kind, key, first, second);
        continue;
      }
      if (node < 0) {
        node = this.node();
        for (const [to, second] of targets) this.add(node, to, Dependency.pass, key, first, second);
      }
      this.add(one, node, kind, key, first, first);
    }
  }

  /** Edges by the node they leave: those of `node` are `edges[starts[node]]` up to `edges[starts[node + 1]]`. */
  byFrom(): { readonly starts: Int32Array; readonly edges: Int32Array } {
    const starts = new Int32Array(this.nodes + 2);
    for (let edge = 0; edge < this.from.length; edge += 1) {
      const at = this.from.at(edge) + 2;
      starts[at] = (starts[at] ?? 0) + 1;
    }
    for (let node = 2; node < starts.length; node += 1)
      starts[node] = (starts[node] ?? 0) + (starts[node - 1] ?? 0);
    const edges = new Int32Array(this.from.length);
    for (let edge = 0; edge < this.from.length; edge += 1) {
      const at = this.from.at(edge) + 1;
      edges[starts[at] ?? 0] = edge;
      starts[at] = (starts[at] ?? 0) + 1;
    }
    return { starts, edges };
  }
}
