import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL } from '../formats/value-table.ts';
import { placesOf, some, valid, type Workload, type WorkloadVerdict } from './workload.ts';

interface Element {
  /** Row of its add. */
  readonly row: number;
  /** From when on it is known to be in: its add returned, or a read that saw it did. */
  known: number;
  /** Call of the latest read that saw it, and of the latest that did not; -1. */
  seen: number;
  missed: number;
  /** Row of that latest read. */
  missedBy: number;
  /** A read that began after it was known, and did not see it. */
  stale: boolean;
}

/**
 * A set that elements are added to, and that is read as a whole: what was added is there in the end (Jepsen's `set` and `set-full`). Lost:
 * it was known to be in, and the latest reads do not have it. Stale: a read did not have it, later ones do. Recovered: nobody knew
 * whether it was added, and it was.
 */
export const setFull: Workload = {
  operations: ['add', 'read'],
  about: 'elements are added, and the set is read as a whole: what was added is there in the end',
  fits: ({ values, size, f, answer }) => {
    for (let row = 0; row < size; row += 1) {
      if (values.content(f.at(row)) !== 'read' || answer.at(row) === ABSENT) continue;
      const kind = values.kind(answer.at(row));
      if (kind === 'list' || kind === 'set') return true;
    }
    return false;
  },
  judge,
};

function judge(history: RecordedHistory): WorkloadVerdict {
  const { values, size, f, argument, answer, fate, endLine, callLine } = history;
  const { callAt, endAt } = placesOf(history);
  const elements = new Map<number, Element>();
  const reads: number[] = [];
  for (let row = 0; row < size; row += 1) {
    const name = values.content(f.at(row));
    if (name === 'read') {
      if (fate.at(row) === Fate.ok && answer.at(row) !== ABSENT) reads.push(row);
      continue;
    }
    if (name !== 'add') throw new HistoryError(callLine.at(row), `a set has no operation "${name}"`);
    const element = argument.at(row) === ABSENT ? NULL : argument.at(row);
    const before = elements.get(element);
    const known = fate.at(row) === Fate.ok ? (endAt[row] ?? 0) : Number.POSITIVE_INFINITY;
    if (before === undefined || fate.at(before.row) === Fate.fail)
      elements.set(element, { row, known, seen: -1, missed: -1, missedBy: -1, stale: false });
    else before.known = Math.min(before.known, known);
  }
  if (reads.length === 0)
    return {
      ...valid('nobody read the set: nothing was judged', { elements: elements.size }),
      type: 'unknown',
    };
  reads.sort((a, b) => (endAt[a] ?? 0) - (endAt[b] ?? 0));
  for (const read of reads) {
    const id = answer.at(read);
    const kind = values.kind(id);
    if (id !== NULL && kind !== 'list' && kind !== 'set')
      throw new HistoryError(endLine.at(read), 'read must return a list or a set');
    const items = values.items(id);
    const there = new Set(items);
    if (there.size < items.length) {
      const twice = items.find((item, i) => items.indexOf(item) !== i) ?? NULL;
      return finding(history, 'element twice', `a read has ${values.text(twice)} twice`, [read]);
    }
    for (const item of there) {
      const element = elements.get(item);
      if (element === undefined)
        return finding(
          history,
          'element out of nowhere',
          `a read has ${values.text(item)}, which nobody added`,
          [read],
        );
      if (fate.at(element.row) === Fate.fail)
        return finding(
          history,
          'failed add took effect',
          `a read has ${values.text(item)}, the add of which failed`,
          [read, element.row],
        );
      if ((callAt[element.row] ?? 0) > (endAt[read] ?? 0))
        return finding(
          history,
          'element out of nowhere',
          `a read has ${values.text(item)}, which was added later`,
          [read, element.row],
        );
      element.seen = Math.max(element.seen, callAt[read] ?? 0);
      element.known = Math.min(element.known, endAt[read] ?? 0);
    }
    for (const [item, element] of elements) {
      if (there.has(item)) continue;
      const call = callAt[read] ?? 0;
      if (call > element.known) element.stale = true;
      if (call > element.missed) {
        element.missed = call;
        element.missedBy = read;
      }
    }
  }
  return summary(history, elements, reads.length);
}

function summary(
  history: RecordedHistory,
  elements: ReadonlyMap<number, Element>,
  reads: number,
): WorkloadVerdict {
  const { values, fate } = history;
  const counts = {
    elements: elements.size,
    reads,
    seen: 0,
    lost: 0,
    recovered: 0,
    stale: 0,
    'never read': 0,
  };
  const lost: number[] = [];
  for (const [item, { row, known, seen, missed, stale }] of elements) {
    if (fate.at(row) === Fate.fail) continue;
    if (known < missed && missed > seen) lost.push(item);
    else if (seen < 0) counts['never read'] += 1;
    else {
      counts.seen += 1;
      if (stale) counts.stale += 1;
      if (fate.at(row) !== Fate.ok) counts.recovered += 1;
    }
  }
  counts.lost = lost.length;
  const [first] = lost;
  const element = first === undefined ? undefined : elements.get(first);
  if (element === undefined) return valid('every element that was added is there', counts);
  const names = some(lost.map((item) => values.text(item)));
  const sentence = `${names}: known to be in the set, and not in the latest read that began after that`;
  return { ...finding(history, 'lost elements', sentence, [element.missedBy, element.row]), counts };
}

function finding(
  _: RecordedHistory,
  title: string,
  sentence: string,
  rows: readonly number[],
): WorkloadVerdict {
  return { type: 'invalid', title, facts: [sentence], witness: title, rows, counts: {} };
}
