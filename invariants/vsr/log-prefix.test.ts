import { expect, test } from 'vitest';
import { logPrefix } from './log-prefix.ts';
import { Trace } from './testing/trace.ts';
import { executed, logOf, reply } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0');
const other = logOf('a0', 'x1');

test('should be silent when committed logs are prefixes of one log', () => {
  const trace = new Trace([logPrefix]);
  trace.takes(0, { log, commit: 2 });
  trace.takes(1, { log: structuredClone(log), commit: 1 });
  trace.takes(2, { log: other, commit: 1 });
  expect(trace.violations).toEqual([]);
});

test('should fire when another entry is committed at an op', () => {
  const trace = new Trace([logPrefix]);
  trace.takes(0, { log, commit: 2 });
  trace.takes(1, { log: other, commit: 2 });
  expect(trace.violations).toMatchObject([
    { title: 'committed logs differ', witness: 'other-entry-committed', process: 1 },
  ]);
});

test('should name the harm when a client has heard of the entry', () => {
  const trace = new Trace([logPrefix]);
  trace.takes(0, { log, commit: 2 });
  trace.sends(0, 3, reply(2, 'ok'));
  trace.observes(1, executed(other));
  expect(trace.violations[0]?.title).toBe('acknowledged operation lost');
});

test('should fire when an entry below the commit number is replaced', () => {
  const trace = new Trace([logPrefix]);
  trace.takes(0, { log, commit: 2 });
  trace.takes(0, { log: other });
  expect(trace.witness).toBe('other-entry-committed');
});

test('should fire when a restarted replica commits something else', () => {
  const trace = new Trace([logPrefix]);
  trace.takes(0, { log, commit: 2 });
  trace.crashes(0);
  trace.starts(0);
  trace.takes(0, { status: 'normal', log: other, commit: 2 });
  expect(trace.witness).toBe('other-entry-committed');
});

test('should fire on content that its checksum does not stand for', () => {
  const trace = new Trace([logPrefix]);
  trace.takes(0, { log, commit: 2 });
  trace.observes(1, executed(log.map((entry) => ({ ...entry, body: 'rotten' }))));
  expect(trace.witness).toBe('same-checksum-other-content');
});
