import { expect, test } from 'vitest';
import { crashRecoverable } from './crash-recoverable.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

const wal = testOptions.wal as NonNullable<typeof testOptions.wal>; // the tests have a log on disk

/** Replica 1 has synced two entries in view 0, and takes as many steps as it needs to be looked at. */
function make(change: Parameters<Trace['takes']>[1] = {}): Trace {
  const trace = new Trace([crashRecoverable(wal)]);
  trace.takes(1, { log: logOf('a0', 'b0') });
  trace.syncs(1);
  trace.takes(1, change);
  for (let step = 0; step < 600; step++) trace.takes(1);
  return trace;
}

const durable = { view: 0, logView: 0, op: 2, generations: [] };

test('should be silent when the disk opens to what counts as durable, or to more', () => {
  expect(make().violations).toEqual([]);
  expect(make({ durable: { ...durable, op: 1 } }).violations).toEqual([]);
});

test('should leave alone who has not read its disk yet', () => {
  expect(make({ status: 'starting', durable: { ...durable, view: 3 } }).violations).toEqual([]);
});

test.each([
  ['a view', { durable: { ...durable, view: 1 } }, 'view #'],
  ['a log_view', { durable: { ...durable, logView: 1 } }, 'log_view #'],
  ['an op', { log: logOf('a0', 'b0', 'c0'), durable: { ...durable, op: 3 } }, 'op # with checksum #'],
  ['another entry', { log: logOf('a0', 'x0') }, 'op # with checksum #'],
])('should fire when %s counts as durable and is not there', (_what, change, witness) => {
  expect(make(change).witness).toBe(witness);
});
