import { deterministic } from '../model.ts';

/** One access of a transaction; a read gets its value when the transaction returns. */
export type Access =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: string };

export interface Transaction {
  readonly accesses: readonly Access[];
}

/** What the reads returned, in their order; null: nothing was written to the key. */
export type TransactionResult = readonly (string | null)[];

type State = ReadonlyMap<string, string>;

/** A map whose transactions touch several keys at once: it cannot be judged key by key. */
export const multiKey = deterministic<State, Transaction, TransactionResult>({
  name: 'multi-key',
  initial: new Map(),
  apply(state, { accesses }) {
    const next = new Map(state);
    const result: (string | null)[] = [];
    for (const access of accesses) {
      if (access.kind === 'write') next.set(access.key, access.value);
      else result.push(next.get(access.key) ?? null);
    }
    return { state: next, result };
  },
  key: (state) => JSON.stringify([...state].sort(([a], [b]) => (a < b ? -1 : 1))),
  sameResult: (a, b) => a.length === b.length && a.every((value, i) => value === b[i]),
  kind: ({ accesses }) => (accesses.every(({ kind }) => kind === 'read') ? 'read' : 'transaction'),
  describe({ accesses }, result) {
    let reads = 0;
    return accesses
      .map((access) => {
        if (access.kind === 'write') return `write ${access.key} = ${access.value}`;
        const value = result?.[reads];
        reads += 1;
        return value === undefined ? `read ${access.key}` : `read ${access.key} = ${value ?? 'nothing'}`;
      })
      .join(', ');
  },
  pure: ({ accesses }) => accesses.every(({ kind }) => kind === 'read'),
});
