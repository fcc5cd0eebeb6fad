import type { Observer } from '../../invariants/observer.ts';
import { isFunctionError } from '../kernel/function-error.ts';
import { isNondeterminismError } from '../kernel/nondeterminism-error.ts';

/** A call that is not the same in every run, and the place of the caller. */
export interface OutsideCall {
  readonly call: string;
  readonly place: string;
}

export const outsideCallOf = (error: unknown): OutsideCall | undefined =>
  isNondeterminismError(error)
    ? { call: error.call, place: error.place }
    : isFunctionError(error)
      ? outsideCallOf(error.cause)
      : undefined;

/** Notes the first call that the guard refused to a handler. Only beside others that judge panics: alone it would swallow them. */
export const outsideCalls: Observer<{ first: OutsideCall | null }> = {
  initial: () => ({ first: null }),
  on: {
    panic(state, _, __, error) {
      state.first ??= outsideCallOf(error) ?? null;
    },
  },
};
