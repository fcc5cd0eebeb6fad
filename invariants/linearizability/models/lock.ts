import { deterministic } from '../model.ts';

export interface LockOperation {
  readonly kind: 'acquire' | 'release';
  /** Who wants it, or gives it back. */
  readonly owner: string;
  readonly lock: string;
}

/** Whether it was done: a lock that somebody has cannot be acquired, and only who has it can release it. */
export type LockResult = boolean;

/** Locks: a partition for each. */
export const lock = deterministic<string | null, LockOperation, LockResult>({
  name: 'lock',
  initial: null,
  isFinite: true,
  apply(state, { kind, owner }) {
    const done = kind === 'acquire' ? state === null : state === owner;
    if (!done) return { state, result: false };
    return { state: kind === 'acquire' ? owner : null, result: true };
  },
  key: (state) => state,
  sameResult: (a, b) => a === b,
  partition: ({ lock: name }) => name,
  kind: ({ kind }) => kind,
  describe({ kind, owner }, result) {
    const refused = result === false ? ' (refused)' : '';
    return `${kind} by ${owner}${refused}`;
  },
  pure: (_, result) => result === false,
});
