import type { ListOperation, ListResult } from '../list-operations.ts';
import { deterministic } from '../model.ts';

export type { ListOperation, ListResult };

/** A list that only grows. */
export const appendList = deterministic<readonly string[], ListOperation, ListResult>({
  name: 'append-list',
  initial: [],
  apply(state, operation) {
    if (operation.kind === 'list') return { state, result: { kind: 'list', values: state } };
    return { state: [...state, operation.value], result: { kind: 'push', length: state.length + 1 } };
  },
  key: (state) => JSON.stringify(state),
  sameResult(a, b) {
    if (a.kind === 'push') return b.kind === 'push' && a.length === b.length;
    return (
      b.kind === 'list' &&
      a.values.length === b.values.length &&
      a.values.every((value, index) => value === b.values[index])
    );
  },
  kind: (operation) => operation.kind,
  describe(operation, result) {
    if (operation.kind === 'push') {
      return `push ${operation.value}${result?.kind === 'push' ? `, length ${result.length}` : ''}`;
    }
    return result?.kind === 'list' ? `list [${result.values.join(' ')}]` : 'list';
  },
  asList: (operation) => operation,
  pure: (operation) => operation.kind === 'list',
  enablers(operation, result) {
    if (operation.kind !== result.kind) return [];
    // A push tells the length before it, not the list.
    return result.kind === 'list' ? [result.values] : undefined;
  },
  before: (operation, after) =>
    operation.kind === 'push' && after.length > 0 && after[after.length - 1] === operation.value
      ? [after.slice(0, -1)]
      : [],
});
