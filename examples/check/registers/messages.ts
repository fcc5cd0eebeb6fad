/** Requests to a register and its replies. `id` identifies the request. */
export type RegisterMessage =
  | { readonly type: 'Put'; readonly id: number; readonly value: string }
  | { readonly type: 'Get'; readonly id: number }
  | { readonly type: 'PutOk'; readonly id: number }
  | { readonly type: 'GetOk'; readonly id: number; readonly value: string | null };
