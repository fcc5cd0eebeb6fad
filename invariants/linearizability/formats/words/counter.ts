import { type Answer, REFUSED, UNTOLD, withAnswers } from '../../answers.ts';
import { type TallyOperation, type TallyResult, tally } from '../../models/tally.ts';
import { ABSENT, HistoryError } from '../recorded.ts';
import type { Row } from '../row.ts';
import { NULL, type ValueTable } from '../value-table.ts';
import { type Initial, unknownOperation, type Vocabulary } from '../vocabulary.ts';

/** `add` of an integer, which may return the sum; `get`, or `read`. */
export function counterWords(
  values: ValueTable,
  { value }: Initial,
): Vocabulary<bigint, TallyOperation, Answer<TallyResult>> {
  return {
    model: withAnswers(tally(value === ABSENT ? 0n : integer(values, value, 0, 'the initial value'))),
    operation(row) {
      if (row.f === 'get' || row.f === 'read') return { kind: 'get' };
      if (row.f !== 'add') return unknownOperation(row, 'counter');
      return { kind: 'add', amount: String(integer(values, row.argument, row.callLine, row.f)) };
    },
    result(row: Row, { kind }) {
      if (row.isRefused) return REFUSED;
      const answer = kind === 'get' ? row.said : row.answer;
      if (answer === ABSENT || (kind === 'add' && answer === NULL)) return UNTOLD;
      return { kind, value: integer(values, answer, row.endLine, row.f) };
    },
  };
}

/** @throws HistoryError */
export function integer(values: ValueTable, id: number, line: number, what: string): bigint {
  const text = id === ABSENT ? '' : values.text(id);
  if (id !== ABSENT && values.kind(id) === 'integer' && /^-?\d+$/.test(text)) return BigInt(text);
  throw new HistoryError(line, `${what} needs an integer`);
}
