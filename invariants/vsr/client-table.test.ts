import { expect, test } from 'vitest';
import type { ClientRecord } from '../../src/vsr/data/client-record.ts';
import type { Entry, EntryKind } from '../../src/vsr/data/entry.ts';
import type { Executed } from '../../src/vsr/data/observations.ts';
import { clientTable } from './client-table.ts';
import { Trace } from './testing/trace.ts';

const SESSIONS_MAX = 2;

const entry = (op: number, kind: EntryKind, client: number, session = 0, request = 0): Entry => ({
  body: `op ${op}`,
  checksum: op,
  predicted: null,
  client,
  epoch: 0,
  kind,
  op,
  parent: op - 1,
  request,
  session,
  view: 0,
});

/** A replica executes the entry, and its table then has these records besides what it had. */
function executes(
  trace: Trace,
  replica: number,
  executed: Entry,
  changes: Readonly<Record<number, ClientRecord | null>>,
  result: unknown = null,
  effect = true,
): void {
  const table = trace.at(replica).clientTable;
  for (const [client, record] of Object.entries(changes)) {
    if (record === null) table.delete(Number(client));
    else table.set(Number(client), record);
  }
  const execution: Executed = {
    type: 'executed',
    entry: executed,
    results: [result],
    digest: 0,
    effects: [effect],
  };
  trace.observes(replica, execution);
}

const opened = (op: number): ClientRecord => ({ session: op, request: 0, result: null, op });
const ran = (session: number, request: number, op: number, result: unknown): ClientRecord => ({
  session,
  request,
  result,
  op,
});

/** Two clients register, the first runs a request: the table is full. */
function fill(trace: Trace, replica: number): void {
  executes(trace, replica, entry(1, 'register', 71), { 71: opened(1) });
  executes(trace, replica, entry(2, 'register', 72), { 72: opened(2) });
  executes(trace, replica, entry(3, 'operation', 71, 1, 1), { 71: ran(1, 1, 3, 'x') }, 'x');
}

test('should be silent about duplicates, restarts, and whatever session a full table gives up everywhere', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  for (const replica of [0, 1]) {
    fill(trace, replica);
    executes(trace, replica, entry(4, 'operation', 71, 1, 1), {}, null, false);
    executes(trace, replica, entry(5, 'register', 73), { 72: null, 73: opened(5) });
    executes(trace, replica, entry(6, 'operation', 72, 2, 1), {}, null, false);
  }
  trace.crashes(1);
  trace.starts(1);
  fill(trace, 1);
  expect(trace.violations).toEqual([]);
});

test('should fire when the result of an op is not kept', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  fill(trace, 0);
  executes(trace, 1, entry(1, 'register', 71), { 71: opened(1) });
  executes(trace, 1, entry(2, 'register', 72), { 72: opened(2) });
  executes(trace, 1, entry(3, 'operation', 71, 1, 1), {}, 'x');
  expect(trace.witness).toBe('other-record');
});

test('should fire at the first replica too: the fold is not what it has', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  executes(trace, 0, entry(1, 'register', 71), { 71: opened(1) });
  executes(trace, 0, entry(2, 'operation', 71, 1, 1), { 71: ran(1, 1, 2, 'y') }, 'x');
  expect(trace.witness).toBe('other-record');
});

test('should fire when a session is not opened', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  executes(trace, 0, entry(1, 'register', 71), {});
  expect(trace.witness).toBe('no-record');
});

test('should fire when a session is lost beside what the op does', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  fill(trace, 0);
  executes(trace, 0, entry(4, 'operation', 71, 1, 2), { 71: ran(1, 2, 4, 'z'), 72: null }, 'z');
  expect(trace.witness).toBe('number-of-sessions');
});

test('should fire when two replicas evict different sessions', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  fill(trace, 0);
  fill(trace, 1);
  executes(trace, 0, entry(4, 'register', 73), { 72: null, 73: opened(4) });
  executes(trace, 1, entry(4, 'register', 73), { 71: null, 73: opened(4) });
  expect(trace.witness).toBe('evicted-another');
});

test('should fire when a full table grows', () => {
  const trace = new Trace([clientTable(SESSIONS_MAX)]);
  fill(trace, 0);
  executes(trace, 0, entry(4, 'register', 73), { 73: opened(4) });
  expect(trace.witness).toBe('evicted-another');
});
