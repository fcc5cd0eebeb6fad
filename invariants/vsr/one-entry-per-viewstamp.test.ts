import { expect, test } from 'vitest';
import { vsrFacts } from './facts/facts.ts';
import { oneEntryPerViewstamp } from './one-entry-per-viewstamp.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { doViewChange, logOf, newState, prepare, prepareOk, startView } from './testing/vsr-values.ts';

const ab = logOf('a0', 'b0');
const ax = logOf('a0', 'x0');
const make = (): Trace => new Trace([oneEntryPerViewstamp(vsrFacts(testOptions))]);

test('should be silent when different views have different entries', () => {
  const trace = make();
  trace.sends(0, 1, prepare(0, 1, 0, ab));
  trace.sends(1, 0, prepareOk(1, 0, 0, ab));
  trace.sends(1, 0, startView(1, 0, 1, ax));
  trace.sends(2, 0, doViewChange(2, 0, 3, 1, ax));
  trace.sends(1, 0, doViewChange(1, 0, 3, 0, ab));
  trace.takes(0, { log: ab });
  trace.syncs(0);
  trace.syncs(0, { view: 1, logView: 1, log: ax });
  expect(trace.violations).toEqual([]);
});

test.each([
  ['Prepare', prepare(0, 2, 0, ax)],
  ['PrepareOk', prepareOk(1, 0, 0, ax)],
  ['StartView', startView(0, 1, 0, ax)],
  ['NewState', newState(0, 1, 0, ax)],
  ['DoViewChange', doViewChange(2, 1, 1, 0, ax)],
])('should fire on another entry in %s', (_type, message) => {
  const trace = make();
  trace.sends(0, 1, prepare(0, 1, 0, ab));
  trace.sends(message.from, message.to, message);
  trace.takes(message.from);
  expect(trace.witness).toBe('two-entries');
});

test('should fire on another entry on a disk, and forget nothing across a restart', () => {
  const trace = make();
  trace.takes(0, { log: ab });
  trace.syncs(0);
  trace.crashes(0);
  trace.starts(0);
  trace.syncs(1, { view: 0, logView: 0, log: ax });
  trace.takes(1);
  expect(trace.violations[0]?.facts.join()).toContain('disk of replica 0');
  expect(trace.violations[0]?.facts.join()).toContain('disk of replica 1');
});
