import { HASH_SEED, rollNumber, rollText, scatter } from './hash.ts';
import type { SelfCapturing } from './service.ts';

export type AppendListOperation =
  | { readonly kind: 'push'; readonly value: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'at'; readonly index: number }
  | { readonly kind: 'last' };

/** `length` counts the pushed value. An index without a value gives null. */
export type AppendListResult =
  | { readonly kind: 'push'; readonly length: number }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'at'; readonly value: string | null }
  | { readonly kind: 'last'; readonly value: string | null };

export interface AppendListState {
  values: string[];
  /** Rolling hash over all values and their lengths. */
  hash: number;
}

/** A list that only grows, in the order of execution. `list` copies all of it; prefer `last` and `at`. */
export const appendList: SelfCapturing<AppendListState, AppendListOperation, AppendListResult> = {
  name: 'append-list',
  initial: () => ({ values: [], hash: HASH_SEED }),
  execute(state, operation) {
    switch (operation.kind) {
      case 'push':
        push(state, operation.value);
        return { kind: 'push', length: state.values.length };
      case 'list':
        return { kind: 'list', values: state.values.slice() };
      case 'at':
        return { kind: 'at', value: state.values[operation.index] ?? null };
      case 'last':
        return { kind: 'last', value: state.values[state.values.length - 1] ?? null };
      default:
        return operation satisfies never;
    }
  },
  isRead: ({ kind }) => kind !== 'push',
  digest: (state) => scatter(state.hash) >>> 0,
  capture: (state) => state.values.slice(),
  restore(captured) {
    const state: AppendListState = { values: [], hash: HASH_SEED };
    const values = captured as string[]; // made by `capture`
    for (const value of values) push(state, value);
    return state;
  },
};

function push(state: AppendListState, value: string): void {
  state.values.push(value);
  state.hash = rollText(rollNumber(state.hash, value.length), value);
}
