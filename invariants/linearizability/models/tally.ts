import { type DeterministicModel, deterministic } from '../model.ts';

/** A counter without bounds. Amounts are decimal integers of any length, as texts, so that operations stay plain data. */
export type TallyOperation = { readonly kind: 'add'; readonly amount: string } | { readonly kind: 'get' };

/** The value after the operation. */
export interface TallyResult {
  readonly kind: 'add' | 'get';
  readonly value: bigint;
}

export const tally = (initial: bigint): DeterministicModel<bigint, TallyOperation, TallyResult> =>
  deterministic<bigint, TallyOperation, TallyResult>({
    name: 'counter',
    initial,
    apply(state, operation) {
      if (operation.kind === 'get') return { state, result: { kind: 'get', value: state } };
      const value = state + BigInt(operation.amount);
      return { state: value, result: { kind: 'add', value } };
    },
    key: (state) => state,
    sameResult: (a, b) => a.kind === b.kind && a.value === b.value,
    kind: ({ kind }) => kind,
    describe(operation, result) {
      const value = result === undefined ? '' : ` = ${result.value}`;
      return operation.kind === 'get' ? `get${value}` : `add ${operation.amount}${value}`;
    },
    pure: ({ kind }) => kind === 'get',
    enablers(operation, result) {
      if (operation.kind !== result.kind) return [];
      return [operation.kind === 'get' ? result.value : result.value - BigInt(operation.amount)];
    },
    before: (operation, after) =>
      operation.kind === 'add' && operation.amount !== '0' ? [after - BigInt(operation.amount)] : [],
  });
