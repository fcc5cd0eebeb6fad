import { ABSENT, Fate, HistoryError, type RecordedHistory } from '../formats/recorded.ts';
import { integer } from '../formats/words/counter.ts';
import { placesOf, valid, type Workload, type WorkloadVerdict } from './workload.ts';

/**
 * A counter that is read between bounds: at least what was surely added when the read began, at most what may have been added when it
 * returned (Jepsen's `counter`). Adds of which nobody knows the outcome widen the bounds from their call on.
 */
export const counterBounds: Workload = {
  operations: ['add', 'read', 'get'],
  about: 'a counter is read: at least what was surely added before, at most what may have been',
  fits: () => false,
  judge,
};

function judge(history: RecordedHistory): WorkloadVerdict {
  const { values, events, f, argument, answer, fate, callLine, endLine, size } = history;
  const { endAt } = placesOf(history);
  let lower = 0n;
  let upper = 0n;
  /** The lower bound when each open read began, and the adds that were possible then. */
  const opened = new Map<number, { lower: bigint; upper: bigint }>();
  let reads = 0;
  const amountOf = (row: number): bigint => integer(values, argument.at(row), callLine.at(row), 'add');
  for (let place = 0; place < events.length; place += 1) {
    const code = events[place] ?? 0;
    const row = code >> 1;
    const name = values.content(f.at(row));
    const ended = fate.at(row);
    const isCall = (code & 1) === 0;
    if (name === 'add') {
      const amount = amountOf(row);
      if (ended === Fate.fail) continue;
      // What adds may act from their call on, what takes away too.
      if (isCall) {
        if (amount > 0n) upper += amount;
        else lower += amount;
        if (amount < 0n) for (const bounds of opened.values()) bounds.lower += amount;
      } else if (ended === Fate.ok) {
        if (amount > 0n) lower += amount;
        else upper += amount;
      }
      continue;
    }
    if (name !== 'read' && name !== 'get')
      throw new HistoryError(callLine.at(row), `a counter has no operation "${name}"`);
    if (isCall) {
      opened.set(row, { lower, upper });
      continue;
    }
    const bounds = opened.get(row);
    opened.delete(row);
    if (
      bounds === undefined ||
      ended !== Fate.ok ||
      answer.at(row) === ABSENT ||
      endAt[row] === Number.POSITIVE_INFINITY
    )
      continue;
    reads += 1;
    const value = integer(values, answer.at(row), endLine.at(row), name);
    // What had been taken away for sure before it began is no longer possible.
    const most = upper > bounds.upper ? upper : bounds.upper;
    if (value >= bounds.lower && value <= most) continue;
    return {
      type: 'invalid',
      title: 'sum out of bounds',
      facts: [
        `${name} returned ${value}: at least ${bounds.lower} was added before it began, and at most ${most} before it returned`,
      ],
      witness: value < bounds.lower ? 'too little' : 'too much',
      rows: [row],
      counts: { reads },
    };
  }
  return reads === 0
    ? { ...valid('nobody read the counter: nothing was judged', { adds: size }), type: 'unknown' }
    : valid('every sum is within its bounds', { reads });
}
