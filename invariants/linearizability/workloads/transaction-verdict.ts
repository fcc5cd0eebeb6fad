import type { RecordedHistory } from '../formats/recorded.ts';
import { naming } from '../formats/vocabulary.ts';
import { type Cycle, cyclesOf } from './cycles.ts';
import { Dependency, type DependencyGraph } from './graph.ts';
import { type Link, valid, type WorkloadVerdict } from './workload.ts';

/** Something that no serializable system does, seen without a look at cycles. */
export interface Anomaly {
  readonly title: string;
  readonly sentence: string;
  readonly rows: readonly number[];
}

/** In words what an edge rests on: what each end did. */
export type EdgeWords = (
  kind: number,
  key: string,
  first: string,
  second: string,
) => readonly [did: string, then: string];

/** What anomalies and cycles say of a history of transactions. */
export function transactionVerdict(
  history: RecordedHistory,
  graph: DependencyGraph,
  anomalies: readonly Anomaly[],
  words: EdgeWords,
): WorkloadVerdict {
  const cycles = cyclesOf(graph, history.size);
  const counts: Record<string, number> = { transactions: history.size };
  for (const { title } of anomalies) counts[title] = (counts[title] ?? 0) + 1;
  for (const { name } of cycles) counts[name] = (counts[name] ?? 0) + 1;
  const [anomaly] = anomalies;
  const [cycle] = cycles;
  if (anomaly !== undefined)
    return {
      type: 'invalid',
      title: anomaly.title,
      facts: [anomaly.sentence],
      witness: anomaly.title,
      rows: anomaly.rows,
      counts,
    };
  if (cycle === undefined) return valid('no anomaly, and no cycle of dependencies', counts);
  const { facts, links } = circleOf(history, graph, cycle, words);
  // With real time some serial order is left, though not one that respects it.
  const isRealTime = cycle.name.endsWith('real time');
  return {
    type: 'invalid',
    title: isRealTime ? `${cycle.name} (serializable, but not strictly)` : cycle.name,
    facts,
    witness: cycle.name,
    rows: rowsOf(history, graph, cycle),
    links,
    counts,
  };
}

/** The transactions of the circle; first the one that returned last, which closed it. */
function rowsOf({ size, endLine }: RecordedHistory, graph: DependencyGraph, { edges }: Cycle): number[] {
  const rows = edges.map((edge) => graph.from.at(edge)).filter((node) => node < size);
  const last = rows.reduce((best, row, i) => (endLine.at(row) > endLine.at(rows[best] ?? 0) ? i : best), 0);
  return [...rows.slice(last), ...rows.slice(0, last)];
}

/** What an edge is called in a picture. */
const KINDS: Readonly<Record<number, string>> = {
  [Dependency.ww]: 'ww',
  [Dependency.wr]: 'wr',
  [Dependency.rw]: 'rw',
};

function circleOf(
  { values, size, callLine }: RecordedHistory,
  graph: DependencyGraph,
  { edges }: Cycle,
  words: EdgeWords,
): { readonly facts: readonly string[]; readonly links: readonly Link[] } {
  const nameOf = naming(values);
  // Begins with a transaction, and not with a node that stands for many.
  const begin = edges.findIndex((edge) => graph.from.at(edge) < size);
  const turned = [...edges.slice(begin), ...edges.slice(0, begin)];
  const facts: string[] = [];
  const links: Link[] = [];
  let since: { readonly edge: number; readonly row: number } | undefined;
  for (const edge of turned) {
    since ??= { edge, row: graph.from.at(edge) };
    const to = graph.to.at(edge);
    if (to >= size) continue;
    const kind = graph.kind.at(since.edge);
    const name = KINDS[kind];
    links.push({
      from: since.row,
      to,
      words: name === undefined ? 'before' : `${name} ${nameOf(graph.key.at(edge))}`,
    });
    const [from, target] = [
      `the transaction of line ${callLine.at(since.row)}`,
      `that of line ${callLine.at(to)}`,
    ];
    if (kind === Dependency.realTime) facts.push(`${from} returned before ${target} was called`);
    else {
      const [did, then] = words(
        kind,
        nameOf(graph.key.at(edge)),
        valueText(values, graph.first.at(since.edge)),
        valueText(values, graph.second.at(edge)),
      );
      facts.push(`${from} ${did}, ${target} ${then}`);
    }
    since = undefined;
  }
  const sentence = `${facts.length} transactions depend on each other in a circle: each must come before the next`;
  return { facts: [sentence, ...facts], links };
}

const valueText = (values: RecordedHistory['values'], id: number): string =>
  id < 0 ? 'nothing' : values.text(id);
