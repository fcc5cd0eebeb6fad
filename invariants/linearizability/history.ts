/** One event of a history, in the order of time. */
export type HistoryEvent<Operation, Result> =
  | { readonly type: 'call'; readonly id: number; readonly client: number; readonly operation: Operation }
  | { readonly type: 'ok'; readonly id: number; readonly result: Result }
  | { readonly type: 'fail'; readonly id: number }
  | { readonly type: 'unknown'; readonly id: number };
