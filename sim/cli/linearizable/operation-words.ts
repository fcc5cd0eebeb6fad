import { ABSENT, type RecordedHistory } from '../../../invariants/linearizability/formats/recorded.ts';
import { NULL } from '../../../invariants/linearizability/formats/value-table.ts';
import { naming } from '../../../invariants/linearizability/formats/vocabulary.ts';

/** Longest text of a value in a line. */
const VALUE_CHARACTERS = 160;

/** What an operation was, was given and returned. */
export function operationWords({ values, f, key, argument, answer }: RecordedHistory, row: number): string {
  const cut = (text: string): string =>
    text.length > VALUE_CHARACTERS ? `${text.slice(0, VALUE_CHARACTERS)}…` : text;
  const given = argument.at(row);
  const said = answer.at(row);
  return [
    values.content(f.at(row)),
    ...(key.at(row) === ABSENT ? [] : [naming(values)(key.at(row))]),
    ...(given === ABSENT || given === NULL ? [] : [cut(values.text(given))]),
    ...(said === ABSENT || said === given || said === NULL ? [] : [`= ${cut(values.text(said))}`]),
  ].join(' ');
}
