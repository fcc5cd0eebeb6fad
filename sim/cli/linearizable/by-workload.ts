import { ABSENT, type RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import { NULL } from '../../../invariants/linearizability/formats/value-table.ts';
import { naming } from '../../../invariants/linearizability/formats/vocabulary.ts';
import type { Found } from './by-model.ts';
import type { Basis, Clashing } from './judgement.ts';
import type { NamedWorkload } from './workloads.ts';

/** Longest text of a value in a line. */
const VALUE_CHARACTERS = 160;

/** Judges a history by what its workload promises. */
export function judgeByWorkload(
  history: RecordedHistory,
  { name, workload }: NamedWorkload,
  basis: Omit<Basis, 'untold'>,
): Found {
  const found = workload.judge(history);
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

function clashing(
  { values, process, f, key, argument, answer, callLine, endLine }: RecordedHistory,
  row: number,
): Clashing {
  const cut = (text: string): string =>
    text.length > VALUE_CHARACTERS ? `${text.slice(0, VALUE_CHARACTERS)}…` : text;
  const given = argument.at(row);
  const said = answer.at(row);
  const words = [
    values.content(f.at(row)),
    ...(key.at(row) === ABSENT ? [] : [naming(values)(key.at(row))]),
    ...(given === ABSENT || given === NULL ? [] : [cut(values.text(given))]),
    ...(said === ABSENT || said === given || said === NULL ? [] : [`= ${cut(values.text(said))}`]),
  ];
  const returned = endLine.at(row);
  return {
    words: `client ${naming(values)(process.at(row))}: ${words.join(' ')}`,
    called: callLine.at(row),
    returned: returned === 0 ? undefined : returned,
  };
}
