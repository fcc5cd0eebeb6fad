import type { RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import { naming } from '../../../invariants/linearizability/formats/vocabulary.ts';
import type { Found } from './by-model.ts';
import type { Basis, Clashing } from './judgement.ts';
import { operationWords } from './operation-words.ts';
import type { NamedWorkload } from './workloads.ts';

/** Judges a history by what its workload promises. */
export async function judgeByWorkload(
  history: RecordedHistory,
  { name, workload }: NamedWorkload,
  basis: Omit<Basis, 'untold'>,
  page: { readonly file: string; readonly title: string } | undefined,
): Promise<Found> {
  const found = workload.judge(history);
  if (page !== undefined) {
    const { writeWorkloadPage } = await import('./workload-page.ts');
    writeWorkloadPage(page.file, page.title, history, found);
  }
  const [row] = found.rows;
  const processes = new Set<number>();
  for (let i = 0; i < history.size; i += 1) processes.add(history.process.at(i));
  const line =
    row === undefined
      ? undefined
      : history.endLine.at(row) === 0
        ? history.callLine.at(row)
        : history.endLine.at(row);
  return {
    model: name,
    verdict: basis.returned === 0 ? 'nothing-judged' : found.type,
    title: found.title,
    facts: found.facts,
    operations: history.size,
    processes: processes.size,
    partitions: undefined,
    basis: { ...basis, untold: 0 },
    line: found.type === 'invalid' ? line : undefined,
    clash: found.rows.map((each) => clashing(history, each)),
    weaker: undefined,
    counts: found.counts,
  };
}

function clashing(history: RecordedHistory, row: number): Clashing {
  const { values, process, callLine, endLine } = history;
  const returned = endLine.at(row);
  return {
    words: `client ${naming(values)(process.at(row))}: ${operationWords(history, row)}`,
    called: callLine.at(row),
    returned: returned === 0 ? undefined : returned,
  };
}
