import { deterministic } from '../model.ts';

export type SetOperation =
  | { readonly kind: 'add'; readonly value: string }
  | { readonly kind: 'remove'; readonly value: string }
  | { readonly kind: 'contains'; readonly value: string };

/** Of `add` and `remove`: whether that changed the set, or null if the object does not tell. Of `contains`: whether it is there. */
export type SetResult = boolean | null;

/** A set: a partition for each element. */
export const set = deterministic<boolean, SetOperation, SetResult>({
  name: 'set',
  initial: false,
  isFinite: true,
  apply(state, operation) {
    switch (operation.kind) {
      case 'add':
        return { state: true, result: !state };
      case 'remove':
        return { state: false, result: state };
      case 'contains':
        return { state, result: state };
    }
  },
  key: (state) => state,
  sameResult: (a, b) => a === b || a === null || b === null,
  partition: (operation) => operation.value,
  kind: (operation) => operation.kind,
  describe(operation, result) {
    const words = `${operation.kind} ${operation.value}`;
    return result === undefined || result === null ? words : `${words} = ${result}`;
  },
  pure: (operation, result) =>
    operation.kind === 'contains' || (result !== undefined && result !== null && !result),
});
