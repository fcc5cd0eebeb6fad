import type { SequentialModel } from '../model.ts';
import { HistoryError } from './recorded.ts';
import type { Row } from './row.ts';
import type { ValueTable } from './value-table.ts';

/** What the words of a history mean to a model. */
export interface Vocabulary<State, Operation, Result> {
  readonly model: SequentialModel<State, Operation, Result>;
  /** @throws HistoryError when the model has no such operation */
  operation(row: Row): Operation;
  /** What it returned. @throws HistoryError when it cannot have returned that */
  result(row: Row, operation: Operation): Result;
}

/** What the object holds before the first operation. */
export interface Initial {
  /** `ABSENT`: what the model says. */
  readonly value: number;
  readonly byKey: ReadonlyMap<number, number>;
}

export function unknownOperation(row: Row, name: string): never {
  throw new HistoryError(row.callLine, `a ${name} has no operation "${row.f}"`);
}

const BARE = /^[A-Za-z_][\w./-]*$/;
const WORDS = new Set(['null', 'true', 'false', 'nil']);

/** Names of keys and the like: texts that are plain words without their quotes. Different values have different names. */
export function naming(values: ValueTable): (id: number) => string {
  const names: string[] = [];
  return (id) => {
    const known = names[id];
    if (known !== undefined) return known;
    const content = values.content(id);
    const isBare = values.kind(id) === 'text' && BARE.test(content) && !WORDS.has(content);
    const name = isBare ? content : values.kind(id) === 'symbol' ? `'${content}` : values.text(id);
    names[id] = name;
    return name;
  };
}
