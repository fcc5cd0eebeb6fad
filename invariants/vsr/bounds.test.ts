import { expect, test } from 'vitest';
import type { ClientRecord } from '../../src/vsr/data/client-record.ts';
import { bounds } from './bounds.ts';
import { vsrFacts } from './facts/facts.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

const make = (): Trace => new Trace([bounds(vsrFacts(testOptions))]);
const record: ClientRecord = { session: 1, request: 1, result: null, op: 1 };
const table = (...clients: readonly number[]): Map<number, ClientRecord> =>
  new Map(clients.map((client) => [client, record]));

test('should be silent at the limits, and when a primary inherits more than it may add', () => {
  const trace = make();
  trace.takes(0, { log: logOf('a0', 'b0', 'c0'), commit: 1, commitMax: 1, clientTable: table(1, 2) });
  trace.takes(1, { status: 'view-change', view: 1, log: logOf('a0', 'b0', 'c0') });
  trace.takes(1, { status: 'normal', logView: 1 });
  trace.takes(2, { log: logOf('a0', 'b0', 'c0', 'd0') });
  expect(trace.violations).toEqual([]);
});

test('should fire when a primary prepares beyond its pipeline', () => {
  const trace = make();
  trace.takes(0, { log: logOf('a0', 'b0', 'c0', 'd0'), commit: 1, commitMax: 1 });
  expect(trace.witness).toBe('uncommitted entries');
});

test('should fire when the client table overflows', () => {
  const trace = make();
  trace.takes(0, { log: logOf('a0'), commit: 1, commitMax: 1, clientTable: table(1, 2, 3) });
  expect(trace.witness).toBe('sessions');
});

test('should fire when a mark in flight outlives its op', () => {
  const trace = make();
  trace.takes(0, { log: logOf('a0'), commit: 1, commitMax: 1, inFlight: new Map([[7, 1]]) });
  expect(trace.witness).toBe('requests in flight');
});
