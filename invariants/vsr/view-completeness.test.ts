import { expect, test } from 'vitest';
import { vsrFacts } from './facts/facts.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf, prepareOk, startView } from './testing/vsr-values.ts';
import { viewCompleteness } from './view-completeness.ts';

const ab = logOf('a0', 'b0');
const ax = logOf('a0', 'x1');
const make = (): Trace => new Trace([viewCompleteness(vsrFacts(testOptions))]);

/** Replicas 0 and 1 hold a and b; who tells the primary is up to the test. */
function acknowledge(trace: Trace): void {
  trace.takes(0, { log: ab });
  trace.syncs(0);
  trace.sends(1, 0, prepareOk(1, 0, 0, ab));
}

const commitBoth = (trace: Trace): void => trace.takes(0, { commit: 2, commitMax: 2 });

test('should be silent when later views have what was committed', () => {
  const trace = make();
  acknowledge(trace);
  trace.sends(1, 2, startView(1, 2, 1, ab));
  commitBoth(trace);
  trace.sends(2, 1, startView(2, 1, 2, logOf('a0', 'b0', 'c1')));
  expect(trace.violations).toEqual([]);
});

test('should be silent when what the view left out was acknowledged by no quorum', () => {
  const trace = make();
  trace.takes(0, { log: ab });
  trace.syncs(0);
  trace.sends(1, 0, prepareOk(1, 0, 0, ab.slice(0, 1)));
  trace.takes(0, { commit: 1, commitMax: 1 });
  trace.sends(2, 1, startView(2, 1, 2, ax));
  expect(trace.violations).toEqual([]);
});

test.each([
  ['is missing', ab.slice(0, 1)],
  ['is another', ax],
])('should fire when a committed op %s in a view that starts', (_how, log) => {
  const trace = make();
  acknowledge(trace);
  commitBoth(trace);
  trace.sends(1, 2, startView(1, 2, 1, log));
  expect(trace.witness).toBe('committed-op-missing');
});

test.each([
  ['is missing', ab.slice(0, 1)],
  ['is another', ax],
])('should fire when an op that %s in a view turns out to be committed before it', (_how, log) => {
  const trace = make();
  acknowledge(trace);
  trace.sends(1, 2, startView(1, 2, 1, log));
  expect(trace.violations).toEqual([]);
  commitBoth(trace);
  expect(trace.witness).toBe('committed-op-missing');
});
