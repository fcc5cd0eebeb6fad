import { canonicalText } from './canonical-text.ts';
import { type Json, plainValue } from './formats/plain-value.ts';
import { ABSENT } from './formats/recorded.ts';
import type { ValueTable } from './formats/value-table.ts';
import { naming, type Vocabulary } from './formats/vocabulary.ts';
import type { SequentialModel, Step } from './model.ts';

/** An operation as a history has it. */
export interface UserOperation {
  readonly f: string;
  readonly key: string | undefined;
  readonly value: Json;
}

/** One outcome: the state after the operation, and what the operation returns; omit `result` if every result matches. */
export interface UserStep<State> {
  readonly state: State;
  readonly result?: Json;
}

/**
 * What an object does when its operations run one after another, in a form that is short to write.
 *
 * States are immutable plain data. A list of steps says that the object may choose; an empty one that the operation must not run now.
 */
export interface UserModel<State> {
  readonly name?: string;
  init(): State;
  step(state: State, operation: UserOperation): UserStep<State> | readonly UserStep<State>[];
  /** Whether two states are the same; by their JSON when it is absent. */
  equals?(a: State, b: State): boolean;
  /** The independent part of the object that an operation touches; all are of one part when it is absent. */
  partition?(operation: UserOperation): string;
}

type Answer = { readonly json: string | undefined };

/** The words of a history, as a user's own model understands them. */
export function userVocabulary<State>(
  user: UserModel<State>,
  values: ValueTable,
): Vocabulary<State, UserOperation, Answer> {
  const nameOf = naming(values);
  return {
    model: modelOf(user),
    operation: ({ f, key, argument }) => ({
      f,
      key: key === ABSENT ? undefined : values.kind(key) === 'text' ? values.content(key) : nameOf(key),
      value: argument === ABSENT ? null : plainValue(values, argument),
    }),
    result(row) {
      if (row.isRefused) return { json: 'false' };
      return { json: row.answer === ABSENT ? undefined : canonicalText(plainValue(values, row.answer)) };
    },
  };
}

function modelOf<State>(user: UserModel<State>): SequentialModel<State, UserOperation, Answer> {
  const classes: State[] = [];
  const { equals, partition } = user;
  const model: SequentialModel<State, UserOperation, Answer> = {
    name: user.name ?? 'own model',
    initial: user.init(),
    steps(state, operation): readonly Step<State, Answer>[] {
      const steps = user.step(state, operation);
      return (isList(steps) ? steps : [steps]).map(({ state: after, result }) => ({
        state: after,
        result: { json: canonicalText(result) },
      }));
    },
    key(state) {
      if (equals === undefined) return canonicalText(state) ?? 'undefined';
      const known = classes.findIndex((one) => equals(one, state));
      if (known >= 0) return known;
      classes.push(state);
      return classes.length - 1;
    },
    sameResult: (a, b) => a.json === undefined || b.json === undefined || a.json === b.json,
    kind: ({ f }) => f,
    describe({ f, key, value }, result) {
      const words = [
        f,
        ...(key === undefined ? [] : [key]),
        ...(value === null ? [] : [canonicalText(value)]),
      ];
      const answer = result?.json === undefined || result.json === 'null' ? '' : ` = ${result.json}`;
      return `${words.join(' ')}${answer}`;
    },
  };
  return partition === undefined ? model : { ...model, partition: (operation) => partition(operation) };
}

const isList = <State>(
  steps: UserStep<State> | readonly UserStep<State>[],
): steps is readonly UserStep<State>[] => Array.isArray(steps);
