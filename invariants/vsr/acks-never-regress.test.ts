import { expect, test } from 'vitest';
import { acksNeverRegress } from './acks-never-regress.ts';
import { vsrFacts } from './facts/facts.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { doViewChange, logOf, prepareOk } from './testing/vsr-values.ts';

const a = logOf('a0');
const ab = logOf('a0', 'b0');
const ax = logOf('a0', 'x0');

/** Replica 1 has acknowledged a and b in view 0. */
function make(): Trace {
  const trace = new Trace([acksNeverRegress(vsrFacts(testOptions))]);
  trace.takes(1, { log: [...ab] });
  trace.sends(1, 0, prepareOk(1, 0, 0, ab));
  return trace;
}

test('should be silent when the log of a later view replaces what was acknowledged', () => {
  const trace = make();
  trace.sends(1, 2, doViewChange(1, 2, 2, 0, logOf('a0', 'b0', 'c0')));
  trace.sends(1, 0, prepareOk(1, 0, 0, a));
  trace.takes(1, { view: 2, logView: 2, log: [...a] });
  trace.sends(1, 0, doViewChange(1, 0, 3, 2, a));
  trace.crashes(1);
  trace.starts(1);
  trace.takes(1, { status: 'view-change', view: 3, logView: 2, log: [...a] });
  expect(trace.violations).toEqual([]);
});

test('should fire when a DoViewChange omits an acknowledged op', () => {
  const trace = make();
  trace.sends(1, 2, doViewChange(1, 2, 2, 0, a));
  expect(trace.witness).toBe('dvc-omits-acked-op');
});

test('should fire when a DoViewChange has another entry there', () => {
  const trace = make();
  trace.sends(1, 2, doViewChange(1, 2, 2, 0, ax));
  expect(trace.witness).toBe('dvc-has-other-entry');
});

test.each([
  ['cut', a, 'log-lost-acked-op'],
  ['changed', ax, 'log-has-other-entry'],
])('should fire when the log of the same view is %s', (_how, log, witness) => {
  const trace = make();
  trace.takes(1, { log: [...log] });
  expect(trace.witness).toBe(witness);
});

test('should fire when it is gone after a restart', () => {
  const trace = make();
  trace.crashes(1);
  trace.starts(1);
  trace.takes(1, { status: 'normal', log: [...a] });
  expect(trace.violations).toMatchObject([{ witness: 'log-lost-acked-op', process: 1 }]);
});

test('should hold a primary to what it counted itself for', () => {
  const trace = make();
  trace.takes(0, { log: [...ab] });
  trace.syncs(0);
  trace.takes(0, { commit: 2, commitMax: 2 });
  trace.takes(0, { log: [...a], commit: 1 });
  expect(trace.violations).toMatchObject([{ witness: 'log-lost-acked-op', process: 0 }]);
});
