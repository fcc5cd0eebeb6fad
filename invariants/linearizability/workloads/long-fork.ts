import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL } from '../formats/value-table.ts';
import { accessesOf } from './accesses.ts';
import { valid, type Workload, type WorkloadVerdict } from './workload.ts';

/** What one read of several keys saw. */
interface Glance {
  readonly row: number;
  /** Keys in which there was a value. */
  readonly seen: ReadonlySet<number>;
}

/**
 * Keys are written once each, and groups of them are read together: of two reads of one group one must have seen all that the other saw.
 * If each saw a write that the other did not, the writes happened in two orders (Jepsen's `long-fork`).
 */
export const longFork: Workload = {
  operations: ['read', 'write', 'txn'],
  about: 'keys are written once and read in groups: no two reads saw writes in different orders',
  fits: () => false,
  judge,
};

function judge(history: RecordedHistory): WorkloadVerdict {
  const { values, size, argument, answer, fate, callLine, endLine } = history;
  const writers = new Map<number, number>();
  const groups = new Map<string, Glance[]>();
  let reads = 0;
  for (let row = 0; row < size; row += 1) {
    const asked = accessesOf(values, argument.at(row), callLine.at(row));
    const write = asked.find(({ f }) => f === 'w');
    if (write !== undefined) {
      const before = writers.get(write.key);
      if (before !== undefined && fate.at(row) !== Fate.fail)
        throw new HistoryError(callLine.at(row), `the key ${values.text(write.key)} is written twice`);
      if (fate.at(row) !== Fate.fail) writers.set(write.key, row);
    }
    if (asked.length < 2 || write !== undefined) continue;
    if (fate.at(row) !== Fate.ok || answer.at(row) === ABSENT || answer.at(row) === NULL) continue;
    const said = accessesOf(values, answer.at(row), endLine.at(row));
    const keys = said.map(({ key }) => key).sort((a, b) => a - b);
    const seen = new Set(said.filter(({ value }) => value !== NULL).map(({ key }) => key));
    const group = groups.get(keys.join()) ?? [];
    groups.set(keys.join(), group);
    group.push({ row, seen });
    reads += 1;
  }
  const nameOf = (keys: readonly number[]): string => keys.map((key) => values.text(key)).join(', ');
  for (const glances of groups.values()) {
    glances.sort((a, b) => a.seen.size - b.seen.size);
    for (let i = 1; i < glances.length; i += 1) {
      const [less, more] = [glances[i - 1], glances[i]];
      if (less === undefined || more === undefined) continue;
      const only = [...less.seen].filter((key) => !more.seen.has(key));
      if (only.length === 0) continue;
      const other = [...more.seen].filter((key) => !less.seen.has(key));
      const links = [more, less].flatMap(({ row, seen }) =>
        [...only, ...other].flatMap((key) => {
          const from = writers.get(key);
          return from !== undefined && seen.has(key) ? [{ from, to: row, words: 'seen' }] : [];
        }),
      );
      const rows = [more.row, less.row, ...[...only, ...other].flatMap((key) => writers.get(key) ?? [])];
      return {
        type: 'invalid',
        title: 'long fork',
        facts: [
          `one read saw the write of ${nameOf(other)} and not yet that of ${nameOf(only)}; another read saw them the other way round`,
        ],
        witness: 'long fork',
        rows,
        links,
        counts: { reads, groups: groups.size },
      };
    }
  }
  return reads === 0
    ? { ...valid('no group was read: nothing was judged', { reads }), type: 'unknown' }
    : valid('all reads saw the writes in one order', { reads, groups: groups.size });
}
