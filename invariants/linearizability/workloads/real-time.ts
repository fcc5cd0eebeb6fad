import { Fate, type RecordedHistory } from '../formats/recorded.ts';
import { Dependency, type DependencyGraph } from './graph.ts';

/**
 * Who returned before whom was called, with two edges for each transaction: a chain of nodes, one for each return, stands between those
 * who have returned by then and those who are called later.
 */
export function addRealTime(graph: DependencyGraph, { events, fate }: RecordedHistory): void {
  let latest = -1;
  for (const code of events) {
    const row = code >> 1;
    if ((code & 1) === 0) {
      if (latest >= 0 && fate.at(row) !== Fate.fail) graph.add(latest, row, Dependency.realTime, -1, -1, -1);
      continue;
    }
    if (fate.at(row) !== Fate.ok) continue;
    const node = graph.node();
    if (latest >= 0) graph.add(latest, node, Dependency.realTime, -1, -1, -1);
    graph.add(row, node, Dependency.realTime, -1, -1, -1);
    latest = node;
  }
}
