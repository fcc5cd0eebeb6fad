import { expect, test } from 'vitest';
import { goodRun } from '../vsr/testing/good-run.ts';
import { Trace } from '../vsr/testing/trace.ts';
import { noPanic } from './no-panic.ts';

test('should be silent while nothing throws', () => {
  const trace = new Trace([noPanic]);
  goodRun(trace);
  expect(trace.violations).toEqual([]);
});

test('should fire when a handler throws, with a witness that names no numbers', () => {
  const witnesses = [12, 3456].map((op) => {
    const trace = new Trace([noPanic]);
    trace.panics(1, new Error(`no entry at op ${op}`));
    return trace.witness;
  });
  expect(witnesses).toEqual(['Error: no entry at op #', 'Error: no entry at op #']);
});

test('should say where, without naming the machine', () => {
  const trace = new Trace([noPanic]);
  trace.panics(1, new TypeError('log has a hole'));
  expect(trace.violations[0]?.facts).toEqual([
    'replica 1 threw  TypeError: log has a hole',
    expect.stringMatching(/^at [^/]*no-panic\.test\.ts:\d+\)?$/),
  ]);
});

test('should not repeat the text of a program that was loaded from it', () => {
  const trace = new Trace([noPanic]);
  const error = new Error('no entry');
  error.stack =
    'Error: no entry\n    at assert (data:text/javascript;base64,dm9p/ZCAw+7:5288:11)\n    at run (run.ts:1:1)';
  trace.panics(1, error);
  expect(trace.violations[0]?.facts[1]).toBe('at assert (program:5288)');
});

test('should take anything that is thrown', () => {
  const trace = new Trace([noPanic]);
  trace.panics(0, 'gave up');
  expect(trace.witness).toBe('gave up');
});
