import { type DeterministicModel, deterministic } from '../model.ts';

export type TextOperation =
  | { readonly kind: 'get'; readonly key: string }
  | { readonly kind: 'put'; readonly key: string; readonly value: TextState }
  | { readonly kind: 'append'; readonly key: string; readonly value: string };

/** A text; a number that stands for a value of another kind, in histories without appends; null for nothing. */
export type TextState = string | number | null;

/** What a get returned; undefined of the others, which only say that they are done. */
export interface TextResult {
  readonly value: TextState | undefined;
}

const DONE: TextResult = { value: undefined };

/** How a value that is no text is shown. */
type Shown = (value: number) => string;

/**
 * A store of texts, one partition per key; append puts its text right behind what is there. A key without a text may be told from one
 * with an empty text, or not: a get of nothing returns null or "".
 */
export function textStoreFrom(
  initial: TextState,
  shown: Shown,
): DeterministicModel<TextState, TextOperation, TextResult> {
  const word = (value: TextState): string =>
    typeof value === 'number' ? shown(value) : value === null ? 'nothing' : JSON.stringify(value);
  return deterministic<TextState, TextOperation, TextResult>({
    name: 'text-store',
    initial,
    apply(state, operation) {
      switch (operation.kind) {
        case 'get':
          return { state, result: { value: state } };
        case 'put':
          return { state: operation.value, result: DONE };
        case 'append':
          return {
            state: typeof state === 'string' ? state + operation.value : operation.value,
            result: DONE,
          };
      }
    },
    key: (state) => state,
    // The first is what the model says, the second what was returned.
    sameResult: (a, b) => a.value === b.value || (a.value === null && b.value === ''),
    partition: ({ key }) => key,
    kind: ({ kind }) => kind,
    describe(operation, result) {
      const { kind, key } = operation;
      if (kind === 'get')
        return result?.value === undefined ? `get ${key}` : `get ${key} = ${word(result.value)}`;
      return kind === 'put'
        ? `put ${key} = ${word(operation.value)}`
        : `append "${operation.value}" to ${key}`;
    },
    blind: ({ kind }) => kind === 'put',
    pure: ({ kind }) => kind === 'get',
    enablers(operation, { value }) {
      if (operation.kind !== 'get' || value === undefined) return undefined;
      return value === '' ? ['', null] : [value];
    },
    before(operation, after) {
      if (operation.kind !== 'append' || typeof after !== 'string') return [];
      if (operation.value === '') return after === '' ? [null] : [];
      if (!after.endsWith(operation.value)) return [];
      const rest = after.slice(0, -operation.value.length);
      return rest === '' ? ['', null] : [rest];
    },
  });
}

export const textStore = textStoreFrom(null, String);
