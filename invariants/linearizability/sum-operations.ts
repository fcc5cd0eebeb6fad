/** `amount` is at least 1. */
export type SumOperation = { readonly kind: 'add'; readonly amount: number } | { readonly kind: 'get' };

/** The sum after the operation. */
export interface SumResult {
  readonly kind: 'add' | 'get';
  readonly value: number;
}
