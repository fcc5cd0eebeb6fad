import { type DeterministicModel, deterministic } from '../model.ts';

/** One access of a transaction; a read gets its value when the transaction returns. */
export type Access =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: string | null };

export interface Transaction {
  readonly accesses: readonly Access[];
}

/** What the reads returned, in their order; null: nothing was written to the key. */
export type TransactionResult = readonly (string | null)[];

/** What differs from the beginning. */
type State = ReadonlyMap<string, string | null>;

/**
 * A map whose transactions touch several keys at once: it cannot be judged key by key.
 *
 * @param initially what a key holds at first
 */
export const multiKeyFrom = (
  initially: (key: string) => string | null,
): DeterministicModel<State, Transaction, TransactionResult> =>
  deterministic<State, Transaction, TransactionResult>({
    name: 'multi-key',
    initial: new Map(),
    apply(state, { accesses }) {
      const next = new Map(state);
      const result: (string | null)[] = [];
      for (const access of accesses) {
        const { key } = access;
        if (access.kind === 'read') {
          const value = next.get(key);
          result.push(value === undefined ? initially(key) : value);
        } else if (access.value === initially(key)) next.delete(key);
        else next.set(key, access.value);
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
          if (access.kind === 'write') return `write ${access.key} = ${access.value ?? 'nothing'}`;
          const value = result?.[reads];
          reads += 1;
          return value === undefined ? `read ${access.key}` : `read ${access.key} = ${value ?? 'nothing'}`;
        })
        .join(', ');
    },
    pure: ({ accesses }) => accesses.every(({ kind }) => kind === 'read'),
  });

export const multiKey = multiKeyFrom(() => null);
