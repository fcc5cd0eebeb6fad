/** What a list is asked. */
export type ListOperation = { readonly kind: 'push'; readonly value: string } | { readonly kind: 'list' };

/** What it answers. */
export type ListResult =
  /** The length after the push. */
  | { readonly kind: 'push'; readonly length: number }
  | { readonly kind: 'list'; readonly values: readonly string[] };
