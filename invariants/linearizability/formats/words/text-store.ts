import { type Answer, REFUSED, UNTOLD, withAnswers } from '../../answers.ts';
import {
  type TextOperation,
  type TextResult,
  type TextState,
  textStoreFrom,
} from '../../models/text-store.ts';
import { ABSENT, HistoryError, type RecordedHistory } from '../recorded.ts';
import type { Row } from '../row.ts';
import { NULL } from '../value-table.ts';
import { type Initial, naming, unknownOperation, type Vocabulary } from '../vocabulary.ts';

const DONE: TextResult = { value: undefined };

/** `get`, `put`, `append`, by key. Where nothing is appended, any value can be put. */
export function textWords(
  { values, size, f }: RecordedHistory,
  { value }: Initial,
): Vocabulary<TextState, TextOperation, Answer<TextResult>> {
  const nameOf = naming(values);
  let appends = false;
  for (let row = 0; row < size; row += 1) if (values.content(f.at(row)) === 'append') appends = true;
  const stateOf = (id: number): TextState => {
    if (id === ABSENT || id === NULL) return null;
    return values.kind(id) === 'text' ? values.content(id) : id;
  };
  const textOf = (row: Row): TextState => {
    const text = stateOf(row.argument);
    if (appends && typeof text === 'number') throw new HistoryError(row.callLine, `${row.f} needs a text`);
    return text;
  };
  return {
    model: withAnswers(textStoreFrom(stateOf(value), (id) => values.text(id))),
    operation(row) {
      const key = row.key === ABSENT ? '' : nameOf(row.key);
      if (row.f === 'get') return { kind: 'get', key };
      if (row.f === 'put') return { kind: 'put', key, value: textOf(row) };
      if (row.f !== 'append') return unknownOperation(row, 'text store');
      const text = textOf(row);
      if (typeof text !== 'string') throw new HistoryError(row.callLine, 'append needs a text');
      return { kind: 'append', key, value: text };
    },
    result(row, { kind }) {
      if (kind !== 'get') return row.isRefused ? REFUSED : DONE;
      return row.said === ABSENT ? UNTOLD : { value: stateOf(row.said) };
    },
  };
}
