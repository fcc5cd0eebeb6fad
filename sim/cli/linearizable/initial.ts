import { EdnText } from '../../../invariants/linearizability/formats/edn-text.ts';
import { JsonText } from '../../../invariants/linearizability/formats/json-text.ts';
import {
  ABSENT,
  HistoryError,
  type RecordedHistory,
} from '../../../invariants/linearizability/formats/recorded.ts';
import type { ValueTable } from '../../../invariants/linearizability/formats/value-table.ts';
import type { Initial } from '../../../invariants/linearizability/formats/vocabulary.ts';
import { BadInput } from '../../input/bad-input.ts';

/**
 * What `--initial` says: a value as the file would have it, or a key, "=" and a value.
 *
 * @throws BadInput
 */
export function initialOf(words: readonly string[], history: RecordedHistory): Initial {
  const { values } = history;
  let value = ABSENT;
  const byKey = new Map<number, number>();
  for (const word of words) {
    const [, key, own] = /^([^="'[{(]+)=(.*)$/s.exec(word) ?? [];
    if (key === undefined || own === undefined) value = parsed(word, values);
    else byKey.set(keyOf(key, history), parsed(own, values));
  }
  return { value, byKey };
}

function parsed(text: string, values: ValueTable): number {
  const bytes = new TextEncoder().encode(text);
  try {
    const reader =
      values.style === 'json' ? new JsonText(bytes, 0, values) : new EdnText(bytes, 0, values, false);
    const value = reader instanceof JsonText ? reader.value() : reader.form();
    if (reader.peek() < 0) return value;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
  }
  const example = values.style === 'json' ? '0, "a" or null' : '0, "a", :a or nil';
  throw new BadInput(`--initial ${text}: that is no value, such as ${example}`);
}

/** The key that is called so in the history. */
function keyOf(name: string, { values, size, key }: RecordedHistory): number {
  for (let row = 0; row < size; row += 1) {
    const id = key.at(row);
    if (id !== ABSENT && (values.content(id) === name || values.text(id) === name)) return id;
  }
  throw new BadInput(`--initial ${name}=…: no operation has the key ${name}`);
}
