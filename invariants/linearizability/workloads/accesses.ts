import { ABSENT, HistoryError } from '../formats/recorded.ts';
import { NULL, type ValueTable } from '../formats/value-table.ts';

/** One access of a transaction: `["r", key, value]`, `["w", key, value]`, `["append", key, element]`. */
export interface MicroOp {
  readonly f: 'r' | 'w' | 'append';
  readonly key: number;
  readonly value: number;
}

/** The accesses of a transaction, as Jepsen writes them. @throws HistoryError */
export function accessesOf(values: ValueTable, id: number, line: number): MicroOp[] {
  const wrong = (): never => {
    throw new HistoryError(
      line,
      'a transaction is a list of accesses, such as [["r", "x", null], ["append", "y", 1]]',
    );
  };
  if (id === ABSENT || values.kind(id) !== 'list') return wrong();
  return values.items(id).map((each) => {
    const [f, key, value = NULL, ...more] = values.items(each);
    if (values.kind(each) !== 'list' || f === undefined || key === undefined || more.length > 0)
      return wrong();
    const said = values.content(f);
    const word = said === 'read' ? 'r' : said === 'write' ? 'w' : said;
    if (word !== 'r' && word !== 'w' && word !== 'append') return wrong();
    return { f: word, key, value };
  });
}

/** Whether every operation is a transaction, and one of them has such an access. */
export function hasAccess(
  {
    values,
    size,
    f,
    argument,
  }: {
    values: ValueTable;
    size: number;
    f: { at(row: number): number };
    argument: { at(row: number): number };
  },
  word: MicroOp['f'],
): boolean {
  let found = false;
  for (let row = 0; row < size; row += 1) {
    const given = argument.at(row);
    if (values.content(f.at(row)) !== 'txn' || given === ABSENT) return false;
    for (const each of values.items(given)) {
      const [first] = values.items(each);
      if (first !== undefined && values.content(first) === word) found = true;
    }
  }
  return found;
}
