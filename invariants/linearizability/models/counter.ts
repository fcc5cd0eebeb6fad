import { deterministic } from '../model.ts';

/** What a counter is asked. */
export type CounterOperation =
  /** A whole number. */
  { readonly kind: 'add'; readonly amount: number } | { readonly kind: 'get' };

/** The value after the operation. */
/** What it answers. */
export type CounterResult =
  | { readonly kind: 'add'; readonly value: number }
  | { readonly kind: 'get'; readonly value: number };

/** A counter that starts at zero. */
export const counter = deterministic<number, CounterOperation, CounterResult>({
  name: 'counter',
  initial: 0,
  apply(state, operation) {
    if (operation.kind === 'get') return { state, result: { kind: 'get', value: state } };
    const value = state + operation.amount;
    return { state: value, result: { kind: 'add', value } };
  },
  key: (state) => state,
  sameResult: (a, b) => a.kind === b.kind && a.value === b.value,
  kind: (operation) => operation.kind,
  describe(operation, result) {
    const value = result === undefined ? '' : ` = ${result.value}`;
    return operation.kind === 'get' ? `get${value}` : `add ${operation.amount}${value}`;
  },
  pure: (operation) => operation.kind === 'get',
  enablers(operation, result) {
    if (operation.kind !== result.kind) return [];
    return [operation.kind === 'get' ? result.value : result.value - operation.amount];
  },
  before: (operation, after) =>
    operation.kind === 'add' && operation.amount !== 0 ? [after - operation.amount] : [],
});

/** The same for histories where all amounts are at least 1. They are judged without a search. */
export const growingCounter: typeof counter = {
  ...counter,
  name: 'growing counter',
  asSum: (operation) => operation,
};
