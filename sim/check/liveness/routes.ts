import { FREE, type Graph } from './graph.ts';

/** Edges of a shortest path from one of these states to a wanted one, through allowed states only; undefined if there is none. */
export function route(
  graph: Graph,
  from: readonly number[],
  isWanted: (state: number) => boolean,
  isAllowed: (state: number) => boolean,
): { readonly start: number; readonly edges: readonly number[]; readonly end: number } | undefined {
  const came = new Map<number, { readonly state: number; readonly edge: number } | undefined>();
  const queue: number[] = [];
  for (const state of from) {
    if (came.has(state)) continue;
    came.set(state, undefined);
    queue.push(state);
  }
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at];
    if (state === undefined) break;
    if (isWanted(state)) {
      const edges: number[] = [];
      let back = state;
      for (let step = came.get(back); step !== undefined; step = came.get(back)) {
        edges.push(step.edge);
        back = step.state;
      }
      return { start: back, edges: edges.reverse(), end: state };
    }
    for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      const target = graph.targets.at(edge);
      if (came.has(target) || !isAllowed(target)) continue;
      came.set(target, { state, edge });
      queue.push(target);
    }
  }
  return undefined;
}

/** Edges of a cycle within a fair component, from this state back to it, that satisfies every fairness condition. */
export function fairRound(graph: Graph, component: readonly number[], start: number): readonly number[] {
  const inside = new Set(component);
  const wanted = new Map<number, { readonly state: number; readonly edge: number }>();
  for (const state of component) {
    for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      const label = graph.labels.at(edge);
      if (label !== FREE && inside.has(graph.targets.at(edge)) && !wanted.has(label))
        wanted.set(label, { state, edge });
    }
  }
  const edges: number[] = [];
  let at = start;
  const goTo = (state: number): void => {
    const way = route(
      graph,
      [at],
      (each) => each === state,
      (each) => inside.has(each),
    );
    if (way === undefined) throw new Error('check: a component is not connected');
    edges.push(...way.edges);
    at = state;
  };
  for (const { state, edge } of wanted.values()) {
    goTo(state);
    edges.push(edge);
    at = graph.targets.at(edge);
  }
  if (edges.length === 0) {
    // Only edges without a fairness condition: any of them that stays inside.
    const edge = edgeInside(graph, start, inside);
    edges.push(edge);
    at = graph.targets.at(edge);
  }
  goTo(start);
  return edges;
}

function edgeInside(graph: Graph, state: number, inside: ReadonlySet<number>): number {
  for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++)
    if (inside.has(graph.targets.at(edge))) return edge;
  throw new Error('check: a component that one cannot stay in');
}
