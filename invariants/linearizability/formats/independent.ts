import { ABSENT, Fate, HistoryError, type RecordedHistory } from './recorded.ts';
import { NULL } from './value-table.ts';

/**
 * Jepsen's `independent` writes values as `[key value]`, of calls too: `[8 nil]` is a read of key 8. Such a history is known by
 * its calls: all of them have pairs, at least one has none in the place of a value, and nothing has a key of its own.
 */
export function isIndependent({ values, size, key, argument }: RecordedHistory): boolean {
  let hasOpenPair = false;
  for (let row = 0; row < size; row += 1) {
    const given = argument.at(row);
    if (key.at(row) !== ABSENT || given === ABSENT || values.kind(given) !== 'list') return false;
    const items = values.items(given);
    if (items.length !== 2) return false;
    if (items[1] === NULL) hasOpenPair = true;
  }
  return hasOpenPair;
}

/** Makes keys and values of the pairs. @throws HistoryError for an operation without one */
export function splitPairs(history: RecordedHistory): void {
  const { values, size, key, argument, answer, fate, callLine, endLine } = history;
  const pairOf = (id: number, line: number): readonly number[] => {
    const items = id !== ABSENT && values.kind(id) === 'list' ? values.items(id) : [];
    if (items.length !== 2)
      throw new HistoryError(line, 'a pair of key and value is needed, such as [8 nil]');
    return items;
  };
  for (let row = 0; row < size; row += 1) {
    const [name = NULL, given = NULL] = pairOf(argument.at(row), callLine.at(row));
    key.set(row, name);
    argument.set(row, given);
    const said = answer.at(row);
    if (fate.at(row) !== Fate.ok || said === ABSENT || said === NULL) continue;
    // If only a key was given, a set, or a list of other than two items, is the value alone.
    const isWhole =
      values.kind(said) === 'set' || (values.kind(said) === 'list' && values.items(said).length !== 2);
    if (given === NULL && isWhole) continue;
    const [again = NULL, returned = NULL] = pairOf(said, endLine.at(row));
    if (again !== name)
      throw new HistoryError(
        endLine.at(row),
        `it returns for the key ${values.text(again)}, but line ${callLine.at(row)} called for ${values.text(name)}`,
      );
    answer.set(row, returned);
  }
}
