import type { SequentialModel } from '../model.ts';
import { appendList, type ListOperation, type ListResult } from '../models/append-list.ts';
import { type CounterOperation, type CounterResult, counter } from '../models/counter.ts';
import { type KvOperation, type KvResult, kv } from '../models/kv.ts';
import { type LockOperation, type LockResult, lock } from '../models/lock.ts';
import { type Access, multiKey, type Transaction, type TransactionResult } from '../models/multi-key.ts';
import { type QueueOperation, type QueueResult, queue, stack } from '../models/queue.ts';
import { type RegisterOperation, type RegisterResult, register } from '../models/register.ts';
import { type SetOperation, type SetResult, set } from '../models/set.ts';
import { type TextOperation, type TextResult, textStore } from '../models/text-store.ts';
import { HistoryError, type Json, type RecordedEvent } from './recorded.ts';

/** What the words of a history mean to a model. */
export interface Vocabulary<State, Operation, Result> {
  readonly model: SequentialModel<State, Operation, Result>;
  /** @throws HistoryError when the model has no such operation */
  operation(call: RecordedEvent): Operation;
  /** What it returned; undefined if that does not say that it ran. @throws HistoryError */
  result(operation: Operation, end: RecordedEvent): Result | undefined;
}

/** Models by the name that `--model` takes, and the operations by which each is known. */
export const VOCABULARIES = {
  register: ['read', 'write', 'cas'],
  'keyed-register': ['read', 'write', 'cas'],
  'text-store': ['get', 'put', 'append'],
  'multi-key': ['txn'],
  counter: ['add', 'get'],
  set: ['add', 'remove', 'contains'],
  queue: ['enqueue', 'dequeue'],
  stack: ['push', 'pop'],
  'append-list': ['push', 'list'],
  lock: ['acquire', 'release'],
} as const;
export type VocabularyName = keyof typeof VOCABULARIES;

/** The model that has all these operations; undefined if none has. */
export function guessVocabulary(calls: readonly RecordedEvent[]): VocabularyName | undefined {
  const used = new Set(calls.map(({ f }) => f));
  const keyed = calls.some(({ key }) => key !== undefined);
  const fits = (Object.keys(VOCABULARIES) as VocabularyName[]) // the keys just written
    .filter((name) => [...used].every((f) => VOCABULARIES[name].some((word) => word === f)));
  if (fits.includes('register')) return keyed ? 'keyed-register' : 'register';
  return fits[0];
}

export function isVocabularyName(name: string): name is VocabularyName {
  return Object.hasOwn(VOCABULARIES, name);
}

/** Lets `use` have the vocabulary with its own types. */
export function withVocabulary<Out>(
  name: VocabularyName,
  use: <State, Operation, Result>(vocabulary: Vocabulary<State, Operation, Result>) => Out,
): Out {
  switch (name) {
    case 'register':
      return use(registerWords);
    case 'keyed-register':
      return use(keyedRegisterWords);
    case 'text-store':
      return use(textWords);
    case 'multi-key':
      return use(transactionWords);
    case 'counter':
      return use(counterWords);
    case 'set':
      return use(setWords);
    case 'queue':
      return use(lineWords(queue, 'enqueue'));
    case 'stack':
      return use(lineWords(stack, 'push'));
    case 'append-list':
      return use(listWords);
    case 'lock':
      return use(lockWords);
  }
}

const text = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
const textOrNull = (value: Json): string | null => (value === null ? null : text(value));

function unknownOperation({ line, f }: RecordedEvent, name: string): never {
  throw new HistoryError(line, `a ${name} has no operation "${f}"`);
}

function pairOf({ value, line, f }: RecordedEvent): readonly [Json, Json] {
  if (Array.isArray(value) && value.length === 2) return [value[0] ?? null, value[1] ?? null];
  throw new HistoryError(line, `${f} needs a pair of values, from and to`);
}

function integer({ value, line, f }: RecordedEvent): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new HistoryError(line, `${f} needs an integer`);
}

function registerOperation(call: RecordedEvent): RegisterOperation {
  switch (call.f) {
    case 'read':
      return { kind: 'read' };
    case 'write':
      return { kind: 'write', value: text(call.value) };
    case 'cas': {
      const [from, to] = pairOf(call);
      return { kind: 'cas', from: textOrNull(from), to: text(to) };
    }
    default:
      return unknownOperation(call, 'register');
  }
}

function registerResult({ kind }: { readonly kind: string }, end: RecordedEvent): RegisterResult | undefined {
  if (kind === 'cas') return { kind, swapped: end.type === 'ok' };
  if (end.type === 'refused') return undefined;
  return kind === 'read' ? { kind, value: textOrNull(end.value) } : { kind: 'write' };
}

const registerWords: Vocabulary<string | null, RegisterOperation, RegisterResult> = {
  model: register,
  operation: registerOperation,
  result: registerResult,
};

const keyedRegisterWords: Vocabulary<string | null, KvOperation, KvResult> = {
  model: kv,
  operation: (call) => ({ ...registerOperation(call), key: call.key ?? '' }),
  result: registerResult,
};

const textWords: Vocabulary<string, TextOperation, TextResult> = {
  model: textStore,
  operation(call) {
    const { key = '', value, f } = call;
    if (f === 'get') return { kind: f, key };
    if (f === 'put' || f === 'append') return { kind: f, key, value: text(value) };
    return unknownOperation(call, 'text store');
  },
  result: ({ kind }, { value }) => (kind === 'get' ? (textOrNull(value) ?? '') : null),
};

const counterWords: Vocabulary<number, CounterOperation, CounterResult> = {
  model: counter,
  operation(call) {
    if (call.f === 'get') return { kind: 'get' };
    return call.f === 'add' ? { kind: 'add', amount: integer(call) } : unknownOperation(call, 'counter');
  },
  result: ({ kind }, end) => ({ kind, value: integer(end) }),
};

const setWords: Vocabulary<boolean, SetOperation, SetResult> = {
  model: set,
  operation(call) {
    const kind = (['add', 'remove', 'contains'] as const).find((word) => word === call.f);
    return kind === undefined ? unknownOperation(call, 'set') : { kind, value: text(call.value) };
  },
  result({ kind }, { value, line }) {
    if (typeof value === 'boolean') return value;
    if (kind === 'contains') throw new HistoryError(line, 'contains must return true or false');
    return null;
  },
};

const lineWords = (
  model: Vocabulary<readonly string[], QueueOperation, QueueResult>['model'],
  add: 'enqueue' | 'push',
): Vocabulary<readonly string[], QueueOperation, QueueResult> => ({
  model,
  operation(call) {
    if (call.f === add) return { kind: 'enqueue', value: text(call.value) };
    return call.f === (add === 'push' ? 'pop' : 'dequeue')
      ? { kind: 'dequeue' }
      : unknownOperation(call, model.name);
  },
  result: ({ kind }, { value }) => (kind === 'enqueue' ? { kind } : { kind, value: textOrNull(value) }),
});

const listWords: Vocabulary<readonly string[], ListOperation, ListResult> = {
  model: appendList,
  operation(call) {
    if (call.f === 'list') return { kind: 'list' };
    return call.f === 'push' ? { kind: 'push', value: text(call.value) } : unknownOperation(call, 'list');
  },
  result({ kind }, end) {
    if (kind === 'push') return { kind, length: integer(end) };
    if (!Array.isArray(end.value)) throw new HistoryError(end.line, 'list must return an array');
    return { kind, values: end.value.map((value: Json) => text(value)) };
  },
};

const lockWords: Vocabulary<string | null, LockOperation, LockResult> = {
  model: lock,
  operation({ f, key, value, process, line }) {
    if (f !== 'acquire' && f !== 'release') throw new HistoryError(line, `a lock has no operation "${f}"`);
    return { kind: f, owner: value === null ? process : text(value), lock: key ?? '' };
  },
  result: (_, { type }) => type === 'ok',
};

const transactionWords: Vocabulary<ReadonlyMap<string, string>, Transaction, TransactionResult> = {
  model: multiKey,
  operation(call) {
    if (call.f !== 'txn') return unknownOperation(call, 'multi-key map');
    return { accesses: accessesOf(call).map(({ access }) => access) };
  },
  result: (_, end) => accessesOf(end).flatMap(({ access, read }) => (access.kind === 'read' ? [read] : [])),
};

/** `[["r", key, value], ["w", key, value]]`, as Jepsen writes transactions. */
function accessesOf({
  value,
  line,
}: RecordedEvent): { readonly access: Access; readonly read: string | null }[] {
  const wrong = (): never => {
    throw new HistoryError(line, 'txn needs a list of accesses, such as [["r", "x", null], ["w", "y", 1]]');
  };
  if (!Array.isArray(value)) return wrong();
  return value.map((each: Json) => {
    if (!Array.isArray(each) || each.length !== 3) return wrong();
    const [f, key, content]: readonly Json[] = each;
    if (key === undefined || content === undefined) return wrong();
    if (f === 'r') return { access: { kind: 'read', key: text(key) }, read: textOrNull(content) };
    if (f === 'w') return { access: { kind: 'write', key: text(key), value: text(content) }, read: null };
    return wrong();
  });
}
