import { expect, test } from 'vitest';
import { atMostOnce } from './at-most-once.ts';
import { Trace } from './testing/trace.ts';
import { executed, logOf } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0', 'c0');
const upTo = (op: number): ReturnType<typeof logOf> => log.slice(0, op);

/** The third entry is the first request once more. */
const again = log.map((entry) => (entry.op === 3 ? { ...entry, request: 1 } : entry));

test('should be silent when each op runs once per incarnation, and a duplicate has no effect', () => {
  const trace = new Trace([atMostOnce]);
  for (const op of [1, 2]) trace.observes(0, executed(upTo(op)));
  trace.takes(0, { log, commit: 2 });
  trace.crashes(0);
  trace.starts(0);
  for (const op of [1, 2]) trace.observes(0, executed(upTo(op)));
  trace.observes(0, executed(again, null, 0, false));
  trace.takes(0, { status: 'normal', log, commit: 3 });
  expect(trace.violations).toEqual([]);
});

test('should fire when an op runs twice', () => {
  const trace = new Trace([atMostOnce]);
  for (const op of [1, 2, 2]) trace.observes(0, executed(upTo(op)));
  expect(trace.witness).toBe('executed-again');
});

test('should fire when an op is skipped', () => {
  const trace = new Trace([atMostOnce]);
  for (const op of [1, 3]) trace.observes(0, executed(upTo(op)));
  expect(trace.witness).toBe('skipped');
});

test('should fire when a request takes effect again', () => {
  const trace = new Trace([atMostOnce]);
  for (const op of [1, 2]) trace.observes(0, executed(upTo(op)));
  trace.observes(0, executed(again));
  expect(trace.witness).toBe('request-again');
});

test('should fire when the commit number says something else', () => {
  const trace = new Trace([atMostOnce]);
  trace.observes(0, executed(upTo(1)));
  trace.takes(0, { log, commit: 2 });
  expect(trace.witness).toBe('commit-not-executed');
});
