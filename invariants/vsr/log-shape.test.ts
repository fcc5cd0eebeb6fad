import { expect, test } from 'vitest';
import { logShape } from './log-shape.ts';
import { Trace } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0', 'c0');

test('should be silent while a log grows, is replaced and shrinks in order', () => {
  const trace = new Trace([logShape]);
  trace.takes(0, { log });
  trace.takes(0, { log: logOf('a0', 'x0'), commit: 1, commitMax: 5 });
  trace.takes(0, { log: [], commit: 0 });
  expect(trace.violations).toEqual([]);
});

test('should fire on a gap', () => {
  const trace = new Trace([logShape]);
  trace.takes(0, { log: log.filter(({ op }) => op !== 2) });
  expect(trace.witness).toBe('gap');
});

test('should fire on an entry that does not follow', () => {
  const trace = new Trace([logShape]);
  trace.takes(0, { log: [...logOf('x0', 'b0'), ...log.slice(2)] });
  expect(trace.witness).toBe('parent');
});

test('should fire on an entry of a view whose log is not installed', () => {
  const trace = new Trace([logShape]);
  trace.takes(0, { view: 1, status: 'view-change', log: logOf('a0', 'b1') });
  expect(trace.witness).toBe('entry-above-log-view');
});

test('should fire on a commit number above the log', () => {
  const trace = new Trace([logShape]);
  trace.takes(0, { log, commit: 4 });
  expect(trace.witness).toBe('commit-above-op');
});
