/** One operation of a whole history of one partition. */
export interface WholeOp<Operation, Result> {
  readonly client: number;
  readonly operation: Operation;
  /** Undefined: nobody knows whether it acted. */
  readonly result: Result | undefined;
  readonly calledAt: number;
  /** Infinity: it never returned, and may act at any time from its call on, or never. */
  readonly returnedAt: number;
  /** Index of an operation that must come before it, though times do not say so. */
  readonly after?: number;
}

/** The verdict of a search over a whole history. */
export type WholeVerdict =
  /** Indices of the operations in a legal order; those that need not have acted are left out. */
  | { readonly type: 'linearizable'; readonly order: readonly number[] }
  /** Index of the first return that no attempt got past. */
  | { readonly type: 'not-linearizable'; readonly stuck: number }
  /** The budget was spent. */
  | { readonly type: 'unknown' };
