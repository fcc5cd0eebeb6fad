import { describe, expect, it } from 'vitest';
import { readHistory } from '../formats/format.ts';
import type { HistoryEvent } from '../history.ts';
import { type DeterministicModel, deterministic } from '../model.ts';
import { multiKey, type Transaction, type TransactionResult } from '../models/multi-key.ts';
import { firstBadByBruteForce } from '../testing/brute-force.ts';
import { generate } from '../testing/history.ts';
import { randomFrom } from '../testing/random.ts';
import { transactionWorkload } from '../testing/workloads.ts';
import { listAppend } from './list-append.ts';
import { rwRegister } from './rw-register.ts';
import type { Workload } from './workload.ts';

type Random = (bound: number) => number;
type Access = readonly ['r', string] | readonly ['append', string, number];
type Lists = readonly (readonly number[])[];

/** Lists that transactions append to and read, as one object. */
const lists = deterministic<ReadonlyMap<string, readonly number[]>, readonly Access[], Lists>({
  name: 'lists',
  initial: new Map(),
  apply(state, accesses) {
    const next = new Map(state);
    const result: (readonly number[])[] = [];
    for (const [f, key, element] of accesses) {
      const list = next.get(key) ?? [];
      if (f === 'r') result.push(list);
      else next.set(key, [...list, element]);
    }
    return { state: next, result };
  },
  key: (state) => JSON.stringify([...state].sort()),
  sameResult: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  kind: () => 'txn',
  describe: () => 'txn',
});

const listWorkload = {
  operation: (random: Random, id: number): readonly Access[] =>
    Array.from({ length: 1 + random(3) }, (_, i): Access => {
      const key = `k${random(2)}`;
      return random(2) === 0 ? ['r', key] : ['append', key, 10 * id + i];
    }),
  corrupt: (random: Random, result: Lists): Lists =>
    result.map((list) => (random(2) === 0 ? list.slice(0, random(list.length + 1)) : list)),
};

/** The history as a file has it, with the answers put into what was asked. */
function fileOf<Operation, Result>(
  events: readonly HistoryEvent<Operation, Result>[],
  accesses: (operation: Operation, result?: Result) => unknown,
): Uint8Array {
  const calls = new Map<number, { client: number; operation: Operation }>();
  const lines = events.map((event) => {
    if (event.type === 'call') calls.set(event.id, event);
    const call = calls.get(event.id);
    if (call === undefined) throw new Error('an end without a call');
    const type = { call: 'invoke', ok: 'ok', fail: 'fail', unknown: 'info' }[event.type];
    const value = accesses(call.operation, event.type === 'ok' ? event.result : undefined);
    return JSON.stringify({ process: `p${event.id}`, type, f: 'txn', value });
  });
  return Buffer.from(lines.join('\n'));
}

const listAccesses = (operation: readonly Access[], result?: Lists): unknown => {
  let reads = 0;
  return operation.map((access) => {
    if (access[0] === 'append') return access;
    reads += 1;
    return ['r', access[1], result?.[reads - 1] ?? null];
  });
};

const registerAccesses = ({ accesses }: Transaction, result?: TransactionResult): unknown => {
  let reads = 0;
  return accesses.map((access) => {
    if (access.kind === 'write') return ['w', access.key, access.value];
    reads += 1;
    return ['r', access.key, result?.[reads - 1] ?? null];
  });
};

/** How many histories of those that are not strictly serializable were found to be so; none that is may be. */
function compare<State, Operation, Result>(
  model: DeterministicModel<State, Operation, Result>,
  workload: {
    operation(random: Random, id: number): Operation;
    corrupt(random: Random, result: Result): Result;
  },
  judged: Workload,
  accesses: (operation: Operation, result?: Result) => unknown,
): { bad: number; found: number } {
  let bad = 0;
  let found = 0;
  for (let seed = 1; seed <= 1_500; seed += 1) {
    const random = randomFrom(seed);
    const events = generate(model, random, {
      operations: 3 + random(4),
      clients: 1 + random(4),
      unknown: [0, 20][random(2)] ?? 0,
      failed: [0, 10][random(2)] ?? 0,
      corrupted: [0, 30][random(2)] ?? 0,
      ...workload,
    });
    const isBad = firstBadByBruteForce(model, events) >= 0;
    const { history } = readHistory(fileOf(events, accesses));
    const { type, title, facts } = judged.judge(history);
    if (isBad) bad += 1;
    if (type === 'invalid' && !isBad) expect({ seed, title, facts, events }).toBe('strictly serializable');
    if (type === 'invalid') found += 1;
  }
  return { bad, found };
}

describe('cycles of dependencies, against every order', () => {
  it('should find nothing in lists that is not there, and most of what is', () => {
    const { bad, found } = compare(lists, listWorkload, listAppend, listAccesses);
    expect(bad).toBeGreaterThan(80);
    expect(found).toBeGreaterThan(0.8 * bad);
  });

  it('should find nothing in registers that is not there, and much of what is', () => {
    const { bad, found } = compare(multiKey, distinct, rwRegister, registerAccesses);
    expect(bad).toBeGreaterThan(150);
    expect(found).toBeGreaterThan(0.5 * bad);
  });
});

/** Every written value is another one, within a transaction too. */
const distinct = {
  ...transactionWorkload(0),
  operation: (random: Random, id: number): Transaction => ({
    accesses: Array.from({ length: 1 + random(3) }, (_, i) => {
      const key = `k${random(2)}`;
      return random(2) === 0 ? { kind: 'read', key } : { kind: 'write', key, value: `v${10 * id + i}` };
    }),
  }),
};
