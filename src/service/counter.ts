import { HASH_SEED, rollNumber, scatter } from './hash.ts';
import type { SelfCapturing } from './service.ts';

export type CounterOperation = { readonly kind: 'add'; readonly amount: number } | { readonly kind: 'get' };

/** `value` is the counter after the operation. */
export type CounterResult =
  | { readonly kind: 'add'; readonly value: number }
  | { readonly kind: 'get'; readonly value: number };

export interface CounterState {
  value: number;
}

/** One integer, which shows at once when an operation runs twice. */
export const counter: SelfCapturing<CounterState, CounterOperation, CounterResult> = {
  name: 'counter',
  initial: () => ({ value: 0 }),
  execute(state, operation) {
    switch (operation.kind) {
      case 'add':
        state.value += operation.amount;
        return { kind: 'add', value: state.value };
      case 'get':
        return { kind: 'get', value: state.value };
      default:
        return operation satisfies never;
    }
  },
  isRead: ({ kind }) => kind === 'get',
  digest: (state) => scatter(rollNumber(HASH_SEED, state.value)) >>> 0,
  capture: (state) => state.value,
  restore: (captured) => ({ value: captured as number }), // made by `capture`
};
