import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL } from '../formats/value-table.ts';
import { valid, type Workload, type WorkloadVerdict } from './workload.ts';

/** Ids are generated, and no two are the same (Jepsen's `unique-ids`). */
export const uniqueIds: Workload = {
  operations: ['generate'],
  about: 'ids are generated, and no two are the same',
  judge,
};

function judge({ values, size, f, answer, fate, callLine }: RecordedHistory): WorkloadVerdict {
  const rows = new Map<number, number>();
  for (let row = 0; row < size; row += 1) {
    if (values.content(f.at(row)) !== 'generate')
      throw new HistoryError(
        callLine.at(row),
        `there is no operation "${values.content(f.at(row))}" where ids are generated`,
      );
    const id = answer.at(row);
    if (fate.at(row) !== Fate.ok || id === ABSENT || id === NULL) continue;
    const before = rows.get(id);
    if (before !== undefined) {
      return {
        type: 'invalid',
        title: 'id given twice',
        facts: [`${values.text(id)} was given twice`],
        witness: 'id given twice',
        rows: [row, before],
        counts: { ids: rows.size },
      };
    }
    rows.set(id, row);
  }
  return rows.size === 0
    ? { ...valid('no id was given: nothing was judged', { ids: 0 }), type: 'unknown' }
    : valid('no id was given twice', { ids: rows.size });
}
