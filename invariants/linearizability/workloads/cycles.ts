import { components } from './components.ts';
import { Dependency, type DependencyGraph } from './graph.ts';

/** A circle of transactions, and what it is called. */
export interface Cycle {
  readonly name: string;
  /** Edges, each beginning where the one before it ends. */
  readonly edges: readonly number[];
}

const { ww, wr, rw, realTime, pass } = Dependency;

/**
 * The kinds of cycles that there are, with a short one of each: G0 (writes alone), G1c (writes and reads of them), G-single (one
 * anti-dependency), G2 (several), after Adya 1999 and Kingsbury & Alvaro 2020; the last with real time, if there is none without it.
 */
export function cyclesOf(graph: DependencyGraph, transactions: number): Cycle[] {
  const search = new CycleSearch(graph, transactions);
  const found: Cycle[] = [];
  for (const [suffix, more] of [
    ['', pass],
    [', real time', realTime | pass],
  ] as const) {
    const some = [
      search.within(`G0${suffix}`, ww | more, ww, more & realTime),
      search.within(`G1c${suffix}`, ww | wr | more, wr, more & realTime),
      search.throughOne(`G-single${suffix}`, ww | wr | more, more & realTime),
      search.within(`G2${suffix}`, ww | wr | rw | more, rw, more & realTime),
    ].flatMap((cycle) => cycle ?? []);
    found.push(...some);
    if (found.length > 0) break;
  }
  // One that a smaller kind explains says nothing new.
  return found.some(({ name }) => name.startsWith('G-single'))
    ? found.filter(({ name }) => !name.startsWith('G2'))
    : found;
}

/** Nodes that are looked at to find short cycles of one kind. */
const WORK_MAX = 3_000_000;

class CycleSearch {
  private readonly graph: DependencyGraph;
  /** Nodes from this one on stand for many edges, or for points of time. */
  private readonly transactions: number;
  private readonly index: { readonly starts: Int32Array; readonly edges: Int32Array };
  /** By node: the edge by which it was reached, in the look with that number. */
  private readonly cameBy: Int32Array;
  private readonly look: Int32Array;
  private looks = 0;
  private work = 0;

  constructor(graph: DependencyGraph, transactions: number) {
    this.graph = graph;
    this.transactions = transactions;
    this.index = graph.byFrom();
    this.cameBy = new Int32Array(graph.nodes);
    this.look = new Int32Array(graph.nodes);
  }

  /** A short cycle of such edges, through one of the kind `through`, and one of the kind `also`, if there is any. */
  within(name: string, kinds: number, through: number, also: number): Cycle | undefined {
    const component = components(this.graph, this.index, kinds);
    return this.shortest(name, component, through, kinds, also);
  }

  /** A short cycle with exactly one anti-dependency. */
  throughOne(name: string, kinds: number, also: number): Cycle | undefined {
    const component = components(this.graph, this.index, kinds | rw);
    return this.shortest(name, component, rw, kinds, also);
  }

  private shortest(
    name: string,
    component: Int32Array,
    through: number,
    kinds: number,
    also: number,
  ): Cycle | undefined {
    const { from, to, kind } = this.graph;
    let best: Cycle | undefined;
    let shortest = Infinity;
    this.work = 0;
    for (let edge = 0; edge < from.length && this.work < WORK_MAX && shortest > 2; edge += 1) {
      const own = component[from.at(edge)] ?? -1;
      if ((kind.at(edge) & through) === 0 || own < 0 || component[to.at(edge)] !== own) continue;
      const back = this.path(to.at(edge), from.at(edge), kinds, component, own);
      if (back === undefined) continue;
      const edges = [edge, ...back];
      if (also !== 0 && !edges.some((one) => (kind.at(one) & also) !== 0)) continue;
      const length = edges.filter((one) => from.at(one) < this.transactions).length;
      if (length >= shortest) continue;
      shortest = length;
      best = { name, edges };
    }
    return best;
  }

  /** The way with the fewest transactions. */
  private path(
    start: number,
    goal: number,
    kinds: number,
    component: Int32Array,
    own: number,
  ): number[] | undefined {
    const { to, kind } = this.graph;
    const { starts, edges } = this.index;
    this.looks += 1;
    this.look[start] = this.looks;
    // What stands for many costs nothing, and is looked at before the next transactions.
    let now = [start];
    while (now.length > 0 && this.look[goal] !== this.looks) {
      const later: number[] = [];
      for (let node = now.pop(); node !== undefined; node = now.pop()) {
        this.work += 1;
        for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at += 1) {
          const edge = edges[at] ?? 0;
          const next = to.at(edge);
          if ((kind.at(edge) & kinds) === 0 || component[next] !== own || this.look[next] === this.looks)
            continue;
          this.look[next] = this.looks;
          this.cameBy[next] = edge;
          if (next < this.transactions) later.push(next);
          else now.push(next);
        }
      }
      now = later;
    }
    return this.look[goal] === this.looks ? this.traced(start, goal) : undefined;
  }

  private traced(start: number, goal: number): number[] {
    const path: number[] = [];
    for (let node = goal; node !== start; ) {
      const edge = this.cameBy[node] ?? 0;
      path.push(edge);
      node = this.graph.from.at(edge);
    }
    return path.reverse();
  }
}
