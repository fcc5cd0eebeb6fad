import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { NULL } from '../formats/value-table.ts';
import { some, valid, type Workload, type WorkloadVerdict } from './workload.ts';

/**
 * A queue of which only the contents matter: what goes in comes out, in whatever order (Jepsen's `total-queue`). Lost: its enqueue
 * returned, and nobody got it, though the queue was drained. Recovered: nobody knew whether it went in, and it came out. What comes out
 * more often than it went in is counted, and is no fault of a queue that delivers at least once.
 */
export const totalQueue: Workload = {
  operations: ['enqueue', 'dequeue', 'drain'],
  about: 'elements go into a queue, which is drained in the end: what went in comes out',
  fits: ({ values, size, f }) => {
    for (let row = 0; row < size; row += 1) if (values.content(f.at(row)) === 'drain') return true;
    return false;
  },
  judge,
};

interface Traffic {
  attempts: number;
  sure: number;
  out: number;
  row: number;
}

function judge({
  values,
  size,
  f,
  argument,
  answer,
  fate,
  callLine,
  endLine,
}: RecordedHistory): WorkloadVerdict {
  const elements = new Map<number, Traffic>();
  const of = (item: number, row: number): Traffic => {
    const known = elements.get(item);
    if (known !== undefined) return known;
    const traffic = { attempts: 0, sure: 0, out: 0, row };
    elements.set(item, traffic);
    return traffic;
  };
  let drained = -1;
  for (let row = 0; row < size; row += 1) {
    const name = values.content(f.at(row));
    const ended = fate.at(row);
    if (name === 'enqueue') {
      const traffic = of(argument.at(row) === ABSENT ? NULL : argument.at(row), row);
      if (ended !== Fate.fail) traffic.attempts += 1;
      if (ended === Fate.ok) traffic.sure += 1;
    } else if (name === 'dequeue' || name === 'drain') {
      const said = answer.at(row);
      if (ended !== Fate.ok) continue;
      if (name === 'drain') drained = row;
      if (said === ABSENT || said === NULL) continue;
      if (name === 'drain' && values.kind(said) !== 'list')
        throw new HistoryError(endLine.at(row), 'drain must return a list');
      for (const item of name === 'drain' ? values.items(said) : [said]) of(item, row).out += 1;
    } else throw new HistoryError(callLine.at(row), `a queue has no operation "${name}"`);
  }
  const counts = { elements: elements.size, lost: 0, unexpected: 0, duplicated: 0, recovered: 0, left: 0 };
  const lost: [number, Traffic][] = [];
  const unexpected: [number, Traffic][] = [];
  for (const [item, traffic] of elements) {
    const { attempts, sure, out } = traffic;
    if (out > 0 && attempts === 0) unexpected.push([item, traffic]);
    else if (out > attempts) counts.duplicated += out - attempts;
    if (out < sure) {
      if (drained >= 0) lost.push([item, traffic]);
      else counts.left += sure - out;
    }
    if (out > sure && attempts > sure) counts.recovered += Math.min(out, attempts) - sure;
  }
  counts.lost = lost.length;
  counts.unexpected = unexpected.length;
  const bad = unexpected.length > 0 ? unexpected : lost;
  const [first] = bad;
  if (first === undefined)
    return drained < 0 && counts.left > 0
      ? {
          ...valid(`the queue was not drained: ${counts.left} elements may be in it or lost`, counts),
          type: 'unknown',
        }
      : valid('what went in came out', counts);
  const names = some(bad.map(([item]) => values.text(item)));
  const isLost = unexpected.length === 0;
  return {
    type: 'invalid',
    title: isLost ? 'lost elements' : 'element out of nowhere',
    facts: [
      isLost
        ? `${names}: enqueued, and not there when the queue was drained`
        : `${names}: dequeued, and never enqueued`,
    ],
    witness: isLost ? 'lost elements' : 'element out of nowhere',
    rows: isLost ? [drained, first[1].row] : [first[1].row],
    counts,
  };
}
