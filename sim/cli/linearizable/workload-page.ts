import { ABSENT, Fate, type RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import { naming } from '../../../invariants/linearizability/formats/vocabulary.ts';
import type { Link, WorkloadVerdict } from '../../../invariants/linearizability/workloads/workload.ts';
import type { DrawnHistory, DrawnOperation } from '../../page/history/drawn-history.ts';
import { operationWords } from './operation-words.ts';
import { writePage } from './write-page.ts';

/** Draws a history that was judged by its workload: the operations that clash, and how they hang together. @throws BadInput */
export function writeWorkloadPage(
  file: string,
  title: string,
  history: RecordedHistory,
  found: WorkloadVerdict,
): void {
  writePage(file, drawn(title, history, found));
}

function drawn(title: string, history: RecordedHistory, found: WorkloadVerdict): DrawnHistory {
  const nameOf = naming(history.values);
  const lanes = new Map<number, number>();
  const ranks = ranksOf(history);
  const operations = Array.from({ length: history.size }, (_, row): DrawnOperation => {
    const process = history.process.at(row);
    const lane = lanes.get(process) ?? lanes.size;
    lanes.set(process, lane);
    const key = history.key.at(row);
    return {
      lane,
      partition: key === ABSENT ? '' : nameOf(key),
      words: operationWords(history, row),
      from: ranks.from[row] ?? 0,
      to: history.fate.at(row) === Fate.info ? null : (ranks.to[row] ?? null),
      fromTime: timeOf(history.callTime.at(row)),
      toTime: timeOf(history.endTime.at(row)),
      line: history.callLine.at(row),
      place: null,
      state: stateOf(history.fate.at(row)),
    };
  });
  return {
    title: `${title}: ${found.title}`,
    verdict: `${found.title} · ${title}`,
    good: found.type !== 'invalid',
    reasons: found.facts,
    lanes: [...lanes.keys()].map((process) => `client ${nameOf(process)}`),
    operations,
    clash: found.rows,
    links: linksOf(found),
    events: history.events.length,
  };
}

/** Where nothing else is said, each of the other operations is a reason for the first. */
function linksOf({ links, rows: [first, ...others], witness }: WorkloadVerdict): readonly Link[] {
  if (links !== undefined || first === undefined) return links ?? [];
  return others.map((from) => ({ from, to: first, words: witness }));
}

const timeOf = (time: number): number | null => (Number.isFinite(time) ? time : null);

function ranksOf({ size, events }: RecordedHistory): {
  readonly from: Int32Array;
  readonly to: readonly (number | undefined)[];
} {
  const from = new Int32Array(size);
  const to: (number | undefined)[] = Array.from({ length: size });
  events.forEach((code, rank) => {
    if ((code & 1) === 0) from[code >> 1] = rank;
    else to[code >> 1] = rank;
  });
  return { from, to };
}

function stateOf(fate: number): DrawnOperation['state'] {
  if (fate === Fate.ok) return 'ok';
  return fate === Fate.fail || fate === Fate.refused ? 'failed' : 'unknown';
}
