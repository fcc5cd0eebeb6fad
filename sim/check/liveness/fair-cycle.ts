import { components } from './components.ts';
import { FREE, type Graph } from './graph.ts';

/**
 * States among these in which a run may stay forever and be fair, or undefined: a strongly connected component that satisfies
 * every edge's fairness condition. Where an edge with strong fairness is enabled but never taken, the states that enable it are removed
 * and the
 * rest is examined again (Streett conditions, Emerson and Lei 1987).
 */
export function fairComponent(graph: Graph, states: readonly number[]): readonly number[] | undefined {
  const part = new Int32Array(graph.states);
  let token = 0;
  const work: (readonly number[])[] = [states];
  for (let among = work.pop(); among !== undefined; among = work.pop()) {
    token += 1;
    for (const state of among) part[state] = token;
    for (const component of components(graph, among, part, token)) {
      const judged = judge(graph, component);
      if (judged === 'fair') return component;
      if (judged.length > 0) work.push(judged);
    }
  }
  return undefined;
}

/** Returns `fair`, or those of its states that may still contain a fair component. */
function judge(graph: Graph, component: readonly number[]): 'fair' | readonly number[] {
  const inside = new Set(component);
  const taken = new Set<number>();
  const possible = new Map<number, number>();
  for (const state of component) {
    const here = new Set<number>();
    for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      const label = graph.labels.at(edge);
      if (label === FREE) continue;
      here.add(label);
      if (inside.has(graph.targets.at(edge))) taken.add(label);
    }
    for (const label of here) possible.set(label, (possible.get(label) ?? 0) + 1);
  }
  const broken = new Set<number>();
  for (const [label, count] of possible) {
    if (taken.has(label)) continue;
    if (graph.isStrong[label] === true) broken.add(label);
    else if (count === component.length) return [];
  }
  if (broken.size === 0) return 'fair';
  return component.filter((state) => !hasAny(graph, state, broken));
}

function hasAny(graph: Graph, state: number, labels: ReadonlySet<number>): boolean {
  for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++)
    if (labels.has(graph.labels.at(edge))) return true;
  return false;
}
