import { deterministic } from '../model.ts';

export type TextOperation =
  | { readonly kind: 'get'; readonly key: string }
  | { readonly kind: 'put'; readonly key: string; readonly value: string }
  | { readonly kind: 'append'; readonly key: string; readonly value: string };

/** What a get returned; null of the others, which only say that they are done. */
export type TextResult = string | null;

/** A store of texts, empty at first, one partition per key; append puts its text right behind what is there. */
export const textStore = deterministic<string, TextOperation, TextResult>({
  name: 'text-store',
  initial: '',
  apply(state, operation) {
    switch (operation.kind) {
      case 'get':
        return { state, result: state };
      case 'put':
        return { state: operation.value, result: null };
      case 'append':
        return { state: state + operation.value, result: null };
    }
  },
  key: (state) => state,
  sameResult: (a, b) => a === b,
  partition: ({ key }) => key,
  kind: ({ kind }) => kind,
  describe(operation, result) {
    const { kind, key } = operation;
    if (kind === 'get') return typeof result === 'string' ? `get ${key} = "${result}"` : `get ${key}`;
    return kind === 'put' ? `put ${key} = "${operation.value}"` : `append "${operation.value}" to ${key}`;
  },
  blind: ({ kind }) => kind === 'put',
  pure: ({ kind }) => kind === 'get',
  enablers: (operation, result) => (operation.kind === 'get' && result !== null ? [result] : undefined),
  before: ({ kind, ...rest }, after) =>
    kind === 'append' && 'value' in rest && rest.value !== '' && after.endsWith(rest.value)
      ? [after.slice(0, -rest.value.length)]
      : [],
});
