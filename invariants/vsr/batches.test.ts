import { expect, test } from 'vitest';
import type { Reply } from '../../src/vsr/data/client-messages.ts';
import type { Entry, Part } from '../../src/vsr/data/entry.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import type { Invariant } from '../observer.ts';
import { atMostOnce } from './at-most-once.ts';
import { clientTable } from './client-table.ts';
import type { Model } from './facts/types.ts';
import { replyCorrectness } from './reply-correctness.ts';
import { stateHash } from './state-hash.ts';
import { Trace } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

/** Counts what it does: `1 a`, `2 b`. */
const model: Model = {
  initial: 0,
  apply: (state, operation) => {
    const count = (state as number) + 1; // as `initial`
    return { state: count, result: `${count} ${String(operation)}` };
  },
};

const part = (client: number, body: string, request = 1): Part => ({
  body,
  client,
  kind: 'operation',
  predicted: null,
  request,
  session: 1,
});

const REGISTER: Entry = { ...logOf('r0')[0], kind: 'register', body: null, request: 0 } as Entry; // it has one entry

const batch = (op: number, parts: readonly Part[]): Entry => ({
  ...REGISTER,
  body: parts,
  checksum: 1000 + op,
  client: 0,
  kind: 'batch',
  op,
});

/** A session at op 1, which is let pass for both clients, and a batch of theirs at op 2. */
function run(invariant: Invariant, second: Partial<Executed> = {}, parts?: readonly Part[]): Trace {
  const trace = new Trace([invariant]);
  const session = { session: 1, request: 0, result: null, op: 1 };
  trace.at(0).clientTable.set(70, session);
  observe(trace, { entry: REGISTER, results: [null], effects: [true] });
  const entry = batch(2, parts ?? [part(70, 'a'), part(71, 'b')]);
  trace.at(0).clientTable.set(70, { session: 1, request: 1, result: '1 a', op: 2 });
  trace.at(0).clientTable.set(71, { session: 1, request: 1, result: '2 b', op: 2 });
  observe(trace, { entry, results: ['1 a', '2 b'], effects: [true, true], ...second });
  return trace;
}

function observe(trace: Trace, { entry = REGISTER, results = [], effects = [] }: Partial<Executed>): void {
  const log = [...trace.at(0).log, entry];
  const executed: Executed = { type: 'executed', entry, results, effects, digest: log.length };
  trace.observes(0, executed);
  trace.takes(0, { log, commit: log.length, commitMax: log.length });
}

const reply = (client: number, result: unknown): Reply => ({
  client,
  op: 2,
  request: 1,
  result,
  session: 1,
  type: 'Reply',
  view: 0,
});

const ALL: readonly Invariant[] = [atMostOnce, clientTable(2), replyCorrectness, stateHash(model)];

test.each(ALL)('should let $id pass when each request has its own result', (invariant) => {
  const trace = run(invariant);
  trace.sends(0, 3, reply(70, '1 a'));
  trace.sends(0, 4, reply(71, '2 b'));
  expect(trace.violations).toEqual([]);
});

test('should fire when a client is told the result of another one in its batch', () => {
  const trace = run(replyCorrectness);
  trace.sends(0, 4, reply(71, '1 a'));
  expect(trace.witness).toBe('other-result');
});

test('should fire when one request takes effect twice in a batch, or in two of them', () => {
  const within = run(atMostOnce, {}, [part(70, 'a'), part(70, 'a')]);
  expect(within.witness).toBe('request-again');
  const later = run(atMostOnce);
  observe(later, {
    entry: batch(3, [part(72, 'c'), part(71, 'b')]),
    results: ['', ''],
    effects: [true, true],
  });
  expect(later.witness).toBe('request-again');
});

test('should fire when the second of a batch is not what the model makes it after the first', () => {
  const trace = run(stateHash(model), { results: ['1 a', '1 b'] });
  expect(trace.witness).toBe('unlike-model');
});

test('should fire when the table keeps only the first of a batch', () => {
  const trace = run(clientTable(2));
  trace.crashes(0);
  trace.starts(0);
  trace.at(0).clientTable.set(70, { session: 1, request: 0, result: null, op: 1 });
  observe(trace, { entry: REGISTER, results: [null], effects: [true] });
  trace.at(0).clientTable.set(70, { session: 1, request: 1, result: '1 a', op: 2 });
  const entry = batch(2, [part(70, 'a'), part(71, 'b')]);
  observe(trace, { entry, results: ['1 a', '2 b'], effects: [true, true] });
  expect(trace.witness).toBe('no-record');
});
