import type { DependencyGraph } from './graph.ts';

/**
 * Strongly connected components of the part of a graph that has edges of some kinds only: Tarjan 1972, without recursion.
 *
 * @returns the component of each node; nodes that are in no cycle have -1
 */
export function components(
  graph: DependencyGraph,
  { starts, edges }: { readonly starts: Int32Array; readonly edges: Int32Array },
  kinds: number,
): Int32Array {
  const { nodes, to, kind } = graph;
  const index = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const next = new Int32Array(nodes);
  const onStack = new Uint8Array(nodes);
  const component = new Int32Array(nodes).fill(-1);
  const stack: number[] = [];
  const path: number[] = [];
  let counter = 0;
  let found = 0;
  for (let root = 0; root < nodes; root += 1) {
    if (index[root] !== -1) continue;
    path.push(root);
    for (let node = root; ; ) {
      if (index[node] === -1) {
        index[node] = counter;
        low[node] = counter;
        counter += 1;
        next[node] = starts[node] ?? 0;
        stack.push(node);
        onStack[node] = 1;
      }
      let deeper = -1;
      const end = starts[node + 1] ?? 0;
      let at = next[node] ?? 0;
      for (; at < end && deeper < 0; at += 1) {
        const edge = edges[at] ?? 0;
        if ((kind.at(edge) & kinds) === 0) continue;
        const other = to.at(edge);
        if (index[other] === -1) deeper = other;
        else if (onStack[other] === 1) low[node] = Math.min(low[node] ?? 0, index[other] ?? 0);
      }
      next[node] = at;
      if (deeper >= 0) {
        path.push(deeper);
        node = deeper;
        continue;
      }
      if (low[node] === index[node]) {
        const members: number[] = [];
        for (let member = -1; member !== node; ) {
          member = stack.pop() ?? node;
          onStack[member] = 0;
          members.push(member);
        }
        if (members.length > 1) {
          for (const member of members) component[member] = found;
          found += 1;
        }
      }
      path.pop();
      const up = path[path.length - 1];
      if (up === undefined) break;
      low[up] = Math.min(low[up] ?? 0, low[node] ?? 0);
      node = up;
    }
  }
  return component;
}
