import { type Answer, REFUSED, UNTOLD, withAnswers } from '../../answers.ts';
import { appendList, type ListOperation, type ListResult } from '../../models/append-list.ts';
import { type QueueOperation, type QueueResult, queue, stack } from '../../models/queue.ts';
import { type SetOperation, type SetResult, set } from '../../models/set.ts';
import { ABSENT, HistoryError, type RecordedHistory } from '../recorded.ts';
import { FALSE, NULL, TRUE } from '../value-table.ts';
import { unknownOperation, type Vocabulary } from '../vocabulary.ts';
import { integer } from './counter.ts';

/** `add`, `remove`, `contains` of an element; they may return whether it was new, or there: true and false, or 1 and 0. */
export function setWords({ values }: RecordedHistory): Vocabulary<boolean, SetOperation, Answer<SetResult>> {
  return {
    model: withAnswers(set),
    operation(row) {
      const kind = (['add', 'remove', 'contains'] as const).find((word) => word === row.f);
      if (kind === undefined) return unknownOperation(row, 'set');
      return { kind, value: values.text(row.argument === ABSENT ? NULL : row.argument) };
    },
    result(row, { kind }) {
      const { answer } = row;
      if (answer === ABSENT || answer === NULL) return UNTOLD;
      if (answer === TRUE || answer === FALSE) return answer === TRUE;
      const text = values.text(answer);
      if (text === '1' || text === '0') return text === '1';
      if (kind === 'contains') throw new HistoryError(row.endLine, 'contains must return true or false');
      return UNTOLD;
    },
  };
}

/** A queue's `enqueue` and `dequeue`, or a stack's `push` and `pop`. A null that was put in is an element like any other. */
export function lineWords(
  { values, size, f, argument }: RecordedHistory,
  name: 'queue' | 'stack',
): Vocabulary<readonly string[], QueueOperation, Answer<QueueResult>> {
  const [add, remove] = name === 'queue' ? ['enqueue', 'dequeue'] : ['push', 'pop'];
  const base = name === 'queue' ? queue : stack;
  const nothing = values.text(NULL);
  const isNull = (id: number): boolean => id === NULL || id === ABSENT;
  let hasNulls = false;
  for (let row = 0; row < size && !hasNulls; row += 1)
    hasNulls = isNull(argument.at(row)) && values.content(f.at(row)) === add;
  const same = (a: QueueResult, b: QueueResult): boolean =>
    base.sameResult(a, b) ||
    (a.kind === 'dequeue' && b.kind === 'dequeue' && a.value === nothing && b.value === null);
  const { pure: _, ...impure } = base;
  return {
    model: withAnswers(hasNulls ? { ...impure, sameResult: same } : base),
    operation(row) {
      if (row.f === remove) return { kind: 'dequeue' };
      if (row.f !== add) return unknownOperation(row, name);
      return { kind: 'enqueue', value: values.text(isNull(row.argument) ? NULL : row.argument) };
    },
    result(row, { kind }) {
      if (kind === 'enqueue') return row.isRefused ? REFUSED : { kind };
      if (row.said === ABSENT) return UNTOLD;
      return { kind, value: row.said === NULL ? null : values.text(row.said) };
    },
  };
}

/** `push`, which may return the length after it, and `list`. */
export function listWords({
  values,
}: RecordedHistory): Vocabulary<readonly string[], ListOperation, Answer<ListResult>> {
  return {
    model: withAnswers(appendList),
    operation(row) {
      if (row.f === 'list') return { kind: 'list' };
      if (row.f !== 'push') return unknownOperation(row, 'list');
      return { kind: 'push', value: values.text(row.argument === ABSENT ? NULL : row.argument) };
    },
    result(row, { kind }) {
      if (kind === 'push') {
        if (row.isRefused) return REFUSED;
        const { answer } = row;
        if (answer === ABSENT || answer === NULL || answer === TRUE) return UNTOLD;
        return { kind, length: Number(integer(values, answer, row.endLine, row.f)) };
      }
      if (row.said === ABSENT) return UNTOLD;
      if (row.said === NULL) return { kind, values: [] };
      if (values.kind(row.said) !== 'list') throw new HistoryError(row.endLine, 'list must return a list');
      return { kind, values: values.items(row.said).map((item) => values.text(item)) };
    },
  };
}
