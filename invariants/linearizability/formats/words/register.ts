import { type Answer, REFUSED, UNTOLD, withAnswers } from '../../answers.ts';
import { type CellOperation, type CellResult, cells } from '../../models/cell.ts';
import { ABSENT, HistoryError } from '../recorded.ts';
import type { Row } from '../row.ts';
import { NULL, type ValueTable } from '../value-table.ts';
import { type Initial, naming, unknownOperation, type Vocabulary } from '../vocabulary.ts';

/** `read`, `write` of a value, `cas` of a pair. With keys or without. */
export function registerWords(
  values: ValueTable,
  { value, byKey }: Initial,
  keyed: boolean,
): Vocabulary<number, CellOperation, Answer<CellResult>> {
  const nameOf = naming(values);
  const initial = value === ABSENT ? NULL : value;
  /** Every key begins with the same value: its own one and that one trade places. It undoes itself. */
  const swapped = (key: number, id: number): number => {
    const own = byKey.size === 0 ? undefined : byKey.get(key);
    if (own === undefined) return id;
    return id === own ? initial : id === initial ? own : id;
  };
  const written = (key: number, id: number): number => swapped(key, id === ABSENT ? NULL : id);
  const wrote: CellResult = { kind: 'write' };
  const reads: CellResult[] = [];
  return {
    model: withAnswers(
      cells({
        name: keyed ? 'keyed-register' : 'register',
        initial,
        keyName: (key) => (keyed && key !== ABSENT ? nameOf(key) : ''),
        valueText: (key, id) => {
          const shown = swapped(key, id);
          return shown === NULL ? 'nothing' : values.text(shown);
        },
      }),
    ),
    operation(row) {
      const key = keyed ? row.key : ABSENT;
      switch (row.f) {
        case 'read':
          return { kind: 'read', key };
        case 'write':
          return { kind: 'write', key, value: written(key, row.argument) };
        case 'cas': {
          const [from, to] = pairOf(row);
          return { kind: 'cas', key, from: swapped(key, from), to: swapped(key, to) };
        }
        default:
          return unknownOperation(row, 'register');
      }
    },
    result(row, { kind, key }) {
      if (kind === 'cas') return { kind, swapped: !row.isRefused };
      if (kind === 'write') return row.isRefused ? REFUSED : wrote;
      if (row.said === ABSENT) return UNTOLD;
      const id = swapped(key, row.said);
      reads[id] ??= { kind, value: id };
      return reads[id];
    },
  };
}

function pairOf(row: Row): readonly [number, number] {
  const { values, argument } = row;
  const items = argument !== ABSENT && values.kind(argument) === 'list' ? values.items(argument) : [];
  const [from, to] = items;
  if (items.length === 2 && from !== undefined && to !== undefined) return [from, to];
  throw new HistoryError(row.callLine, `${row.f} needs a pair of values, from and to`);
}
