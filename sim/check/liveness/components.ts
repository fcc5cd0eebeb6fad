import type { Graph } from './graph.ts';

/**
 * Strongly connected components (Tarjan 1972, iterative) of the subgraph in which `part` has this token. Only those that allow an
 * infinite path: with more than one state, or with a self-loop.
 */
export function components(
  graph: Graph,
  states: readonly number[],
  part: Int32Array,
  token: number,
): readonly (readonly number[])[] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const onStack = new Set<number>();
  const stack: number[] = [];
  const found: number[][] = [];
  const work: { readonly state: number; edge: number }[] = [];

  const enter = (state: number): void => {
    order.set(state, order.size);
    low.set(state, order.size - 1);
    stack.push(state);
    onStack.add(state);
    work.push({ state, edge: graph.firstEdge(state) });
  };
  const lower = (state: number, to: number | undefined): void => {
    if (to !== undefined && to < (low.get(state) ?? 0)) low.set(state, to);
  };

  for (const root of states) {
    if (order.has(root)) continue;
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const { state } = top;
      if (top.edge < graph.endOfEdges(state)) {
        const target = graph.targets.at(top.edge++);
        if (part[target] !== token) continue;
        if (!order.has(target)) enter(target);
        else if (onStack.has(target)) lower(state, order.get(target));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) lower(parent.state, low.get(state));
      if (low.get(state) !== order.get(state)) continue;
      const component: number[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member);
        component.push(member);
        if (member === state) break;
      }
      if (component.length > 1 || hasLoop(graph, state)) found.push(component);
    }
  }
  return found;
}

function hasLoop(graph: Graph, state: number): boolean {
  for (let edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++)
    if (graph.targets.at(edge) === state) return true;
  return false;
}
