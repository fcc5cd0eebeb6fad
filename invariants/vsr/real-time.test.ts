import { expect, test } from 'vitest';
import { realTime } from './real-time.ts';
import { commitFirst } from './testing/good-run.ts';
import { Trace } from './testing/trace.ts';
import { executed, logOf, request } from './testing/vsr-values.ts';

test('should be silent when operations take effect after they were called', () => {
  const trace = new Trace([realTime]);
  commitFirst(trace);
  trace.calls(3, 2, 'b0');
  trace.sends(3, 0, request(2, 'b0'));
  trace.observes(0, executed(logOf('a0', 'b0')));
  trace.returns(3, 2, { type: 'ok', result: 'did b0' });
  expect(trace.violations).toEqual([]);
});

test('should be silent when an operation that was called before takes effect before', () => {
  const trace = new Trace([realTime]);
  trace.calls(4, 7, 'a0');
  trace.sends(4, 0, request(1, 'a0'));
  trace.calls(3, 8, 'b0');
  trace.sends(3, 0, request(2, 'b0'));
  trace.observes(0, executed(logOf('a0')));
  trace.observes(0, executed(logOf('a0', 'b0')));
  trace.returns(3, 8, { type: 'ok', result: 'did b0' });
  trace.returns(4, 7, { type: 'ok', result: 'did a0' });
  expect(trace.violations).toEqual([]);
});

test('should fire when a later operation is taken for an earlier one, as when a client reuses its numbers', () => {
  const trace = new Trace([realTime]);
  commitFirst(trace);
  trace.crashes(3);
  trace.starts(3);
  trace.calls(3, 2, 'b0');
  trace.sends(3, 0, request(1, 'b0'));
  trace.returns(3, 2, { type: 'ok', result: 'did a0' });
  expect(trace.witness).toBe('before-its-call');
});
