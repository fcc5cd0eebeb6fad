import { ABSENT, type Fate, HistoryError, type RecordedHistory } from '../recorded.ts';
import type { Initial, Vocabulary } from '../vocabulary.ts';
import { lineWords, listWords, setWords } from './collections.ts';
import { counterWords } from './counter.ts';
import { lockWords } from './lock.ts';
import { registerWords } from './register.ts';
import { textWords } from './text-store.ts';
import { transactionWords } from './transactions.ts';

/** Models by the name that `--model` takes, and the operations by which each is known. */
export const VOCABULARIES = {
  register: ['read', 'write', 'cas'],
  'keyed-register': ['read', 'write', 'cas'],
  'text-store': ['get', 'put', 'append'],
  'multi-key': ['txn'],
  counter: ['add', 'get', 'read'],
  set: ['add', 'remove', 'contains'],
  queue: ['enqueue', 'dequeue'],
  'append-list': ['push', 'list'],
  stack: ['push', 'pop'],
  lock: ['acquire', 'release'],
} as const;
export type VocabularyName = keyof typeof VOCABULARIES;

/** The models that begin with what `--initial` says. */
export const WITH_INITIAL: readonly VocabularyName[] = [
  'register',
  'keyed-register',
  'text-store',
  'multi-key',
  'counter',
];

/** Names of the operations of a history. */
export function operationNames({ values, size, f }: RecordedHistory): Set<string> {
  const used = new Set<number>();
  for (let row = 0; row < size; row += 1) used.add(f.at(row));
  return new Set([...used].map((id) => values.content(id)));
}

/** The model that has all these operations; undefined if none has. */
export function guessVocabulary(history: RecordedHistory): VocabularyName | undefined {
  const used = operationNames(history);
  const fits = (Object.keys(VOCABULARIES) as VocabularyName[]) // the keys just written
    .filter((name) => [...used].every((f) => VOCABULARIES[name].some((word) => word === f)));
  if (!fits.includes('register')) return fits[0];
  for (let row = 0; row < history.size; row += 1) if (history.key.at(row) !== ABSENT) return 'keyed-register';
  return 'register';
}

export function isVocabularyName(name: string): name is VocabularyName {
  return Object.hasOwn(VOCABULARIES, name);
}

/** Lets `use` have the vocabulary with its own types. */
export function withVocabulary<Out>(
  name: VocabularyName,
  history: RecordedHistory,
  initial: Initial,
  use: <State, Operation, Result>(vocabulary: Vocabulary<State, Operation, Result>) => Out,
): Out {
  const { values } = history;
  switch (name) {
    case 'register': {
      for (let row = 0; row < history.size; row += 1)
        if (history.key.at(row) !== ABSENT)
          throw new HistoryError(history.callLine.at(row), 'there are keys: the model is keyed-register');
      return use(registerWords(values, initial, false));
    }
    case 'keyed-register':
      return use(registerWords(values, initial, true));
    case 'text-store':
      return use(textWords(history, initial));
    case 'multi-key':
      return use(transactionWords(values, initial));
    case 'counter':
      return use(counterWords(values, initial));
    case 'set':
      return use(setWords(history));
    case 'queue':
      return use(lineWords(history, 'queue'));
    case 'stack':
      return use(lineWords(history, 'stack'));
    case 'append-list':
      return use(listWords(history));
    case 'lock':
      return use(lockWords(values));
  }
}

/** How many operations of each fate there are. */
export function fatesOf({ size, fate }: RecordedHistory): Map<Fate, number> {
  const counts = new Map<Fate, number>();
  for (let row = 0; row < size; row += 1) {
    const one = fate.at(row) as Fate; // the column has nothing else
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
}
