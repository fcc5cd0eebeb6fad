import { type Answer, REFUSED, UNTOLD, withAnswers } from '../../answers.ts';
import {
  type Access,
  multiKeyFrom,
  type Transaction,
  type TransactionResult,
} from '../../models/multi-key.ts';
import { ABSENT, HistoryError } from '../recorded.ts';
import type { Row } from '../row.ts';
import { FALSE, NULL, type ValueTable } from '../value-table.ts';
import { type Initial, naming, unknownOperation, type Vocabulary } from '../vocabulary.ts';

/** `txn` of a list of accesses, `["r", key, value]` and `["w", key, value]`, as Jepsen writes transactions. */
export function transactionWords(
  values: ValueTable,
  { value: initial, byKey }: Initial,
): Vocabulary<ReadonlyMap<string, string | null>, Transaction, Answer<TransactionResult>> {
  const nameOf = naming(values);
  const textOf = (id: number): string | null => (id === NULL ? null : values.text(id));
  const base = initial === ABSENT ? null : textOf(initial);
  const own = new Map([...byKey].map(([key, value]) => [nameOf(key), textOf(value)]));
  const initially = (key: string): string | null => {
    const value = own.get(key);
    return value === undefined ? base : value;
  };
  const accessesOf = (id: number, line: number): { access: Access; read: string | null }[] => {
    const wrong = (): never => {
      throw new HistoryError(line, 'txn needs a list of accesses, such as [["r", "x", null], ["w", "y", 1]]');
    };
    if (id === ABSENT || values.kind(id) !== 'list') return wrong();
    return values.items(id).map((each) => {
      const [f, key, content, ...more] = values.items(each);
      if (
        values.kind(each) !== 'list' ||
        f === undefined ||
        key === undefined ||
        content === undefined ||
        more.length > 0
      )
        return wrong();
      const word = values.content(f);
      if (word === 'r' || word === 'read')
        return { access: { kind: 'read', key: nameOf(key) }, read: textOf(content) };
      if (word !== 'w' && word !== 'write') return wrong();
      return { access: { kind: 'write', key: nameOf(key), value: textOf(content) }, read: null };
    });
  };
  return {
    model: withAnswers(multiKeyFrom(initially)),
    operation(row) {
      if (row.f !== 'txn') return unknownOperation(row, 'multi-key map');
      return { accesses: accessesOf(row.argument, row.callLine).map(({ access }) => access) };
    },
    result(row: Row, { accesses }) {
      const { said } = row;
      if (said === ABSENT || said === NULL) return UNTOLD;
      if (said === FALSE) return REFUSED;
      const done = accessesOf(said, row.endLine);
      const isSame =
        done.length === accesses.length &&
        done.every(({ access }, i) => JSON.stringify(access) === JSON.stringify(accesses[i]));
      if (!isSame) throw new HistoryError(row.endLine, 'txn returns other accesses than it was called with');
      return done.flatMap(({ access, read }) => (access.kind === 'read' ? [read] : []));
    },
  };
}
