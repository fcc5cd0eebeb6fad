import { deterministic } from '../model.ts';

export type QueueOperation =
  | { readonly kind: 'enqueue'; readonly value: string }
  | { readonly kind: 'dequeue' };

export type QueueResult =
  | { readonly kind: 'enqueue' }
  /** Null: the queue was empty. */
  | { readonly kind: 'dequeue'; readonly value: string | null };

type Take = (values: readonly string[]) => {
  readonly value: string | null;
  readonly rest: readonly string[];
};

const line = (name: string, take: Take, words: { readonly add: string; readonly remove: string }) =>
  deterministic<readonly string[], QueueOperation, QueueResult>({
    name,
    initial: [],
    apply(state, operation) {
      if (operation.kind === 'enqueue')
        return { state: [...state, operation.value], result: { kind: 'enqueue' } };
      const { value, rest } = take(state);
      return { state: rest, result: { kind: 'dequeue', value } };
    },
    key: (state) => JSON.stringify(state),
    sameResult: (a, b) =>
      a.kind === b.kind && (a.kind === 'enqueue' || (b.kind === 'dequeue' && a.value === b.value)),
    kind: (operation) => (operation.kind === 'enqueue' ? words.add : words.remove),
    describe(operation, result) {
      if (operation.kind === 'enqueue') return `${words.add} ${operation.value}`;
      return result?.kind === 'dequeue' ? `${words.remove} = ${result.value ?? 'nothing'}` : words.remove;
    },
    describeState: (state) => (state.length === 0 ? 'empty' : state.join(', ')),
    pure: (operation, result) =>
      operation.kind === 'dequeue' && result?.kind === 'dequeue' && result.value === null,
  });

/** First in, first out. */
export const queue = line('queue', ([value = null, ...rest]) => ({ value, rest }), {
  add: 'enqueue',
  remove: 'dequeue',
});

/** Last in, first out. Its operations have the names of a queue's: what is added, and what is removed. */
export const stack = line(
  'stack',
  (values) => ({ value: values.at(-1) ?? null, rest: values.slice(0, -1) }),
  { add: 'push', remove: 'pop' },
);
