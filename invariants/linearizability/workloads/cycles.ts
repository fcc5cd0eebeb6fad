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
export function cyclesOf(graph: DependencyGraph): Cycle[] {
  const search = new CycleSearch(graph);
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

class CycleSearch {
  private readonly graph: DependencyGraph;
  private readonly index: { readonly starts: Int32Array; readonly edges: Int32Array };

  constructor(graph: DependencyGraph) {
    this.graph = graph;
    this.index = graph.byFrom();
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
    let tries = 0;
    for (let edge = 0; edge < from.length && tries < TRIES_MAX; edge += 1) {
      const own = component[from.at(edge)] ?? -1;
      if ((kind.at(edge) & through) === 0 || own < 0 || component[to.at(edge)] !== own) continue;
      tries += 1;
      const back = this.path(to.at(edge), from.at(edge), kinds, component, own);
      if (back === undefined) continue;
      const edges = [edge, ...back];
      if (also !== 0 && !edges.some((one) => (kind.at(one) & also) !== 0)) continue;
      if (best === undefined || edges.length < best.edges.length) best = { name, edges };
      if (best.edges.length === 2) break;
    }
    return best;
  }

  /** The shortest way, breadth first. */
  private path(
    start: number,
    goal: number,
    kinds: number,
    component: Int32Array,
    own: number,
  ): number[] | undefined {
    const { to, from, kind } = this.graph;
    const { starts, edges } = this.index;
    const cameBy = new Map<number, number>([[start, -1]]);
    const queue = [start];
    for (let i = 0; i < queue.length && !cameBy.has(goal); i += 1) {
      const node = queue[i] ?? 0;
      for (let at = starts[node] ?? 0; at < (starts[node + 1] ?? 0); at += 1) {
        const edge = edges[at] ?? 0;
        const next = to.at(edge);
        if ((kind.at(edge) & kinds) === 0 || component[next] !== own || cameBy.has(next)) continue;
        cameBy.set(next, edge);
        queue.push(next);
      }
    }
    if (!cameBy.has(goal)) return undefined;
    const path: number[] = [];
    for (let node = goal; node !== start; ) {
      const edge = cameBy.get(node) ?? 0;
      path.push(edge);
      node = from.at(edge);
    }
    return path.reverse();
  }
}

/** Cycles that are looked at to find a short one. */
const TRIES_MAX = 200;
