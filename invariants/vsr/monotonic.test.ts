import { expect, test } from 'vitest';
import { vsrFacts } from './facts/facts.ts';
import { monotonic } from './monotonic.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0');
const make = (): Trace => new Trace([monotonic(vsrFacts(testOptions))]);

test('should be silent when only what was volatile falls, at a restart', () => {
  const trace = make();
  trace.takes(0, { log, commit: 2, commitMax: 2 });
  trace.syncs(0, { view: 1, logView: 0, log });
  trace.takes(0, { status: 'view-change', view: 5 });
  trace.crashes(0);
  trace.starts(0);
  trace.takes(0, { status: 'view-change', view: 1, log });
  trace.takes(0, { status: 'normal', view: 3, logView: 3 });
  expect(trace.violations).toEqual([]);
});

test.each([
  ['view', { view: 1 }, 'view'],
  ['log_view', { logView: 1 }, 'log-view'],
  ['commit', { commit: 1 }, 'commit'],
])('should fire when %s falls', (_what, change, witness) => {
  const trace = make();
  trace.takes(0, { status: 'view-change', view: 3, logView: 2, log, commit: 2 });
  trace.takes(0, { ...change, ...(witness === 'view' ? { logView: 1 } : {}) });
  expect(trace.violations.map((violation) => violation.witness)).toContain(witness);
});

test('should fire when a restart forgets what was durable', () => {
  const forgetsView = make();
  forgetsView.syncs(0, { view: 3, logView: 2, log });
  forgetsView.crashes(0);
  forgetsView.starts(0);
  forgetsView.takes(0, { status: 'view-change', view: 2, logView: 2, log });
  expect(forgetsView.witness).toBe('view');
  const forgetsLogView = make();
  forgetsLogView.syncs(0, { view: 3, logView: 2, log });
  forgetsLogView.crashes(0);
  forgetsLogView.starts(0);
  forgetsLogView.takes(0, { status: 'view-change', view: 3, logView: 0, log });
  expect(forgetsLogView.witness).toBe('log-view');
});

test('should fire when a disk goes back', () => {
  const trace = make();
  trace.syncs(0, { view: 3, logView: 2, log });
  trace.syncs(0, { view: 2, logView: 2, log });
  expect(trace.witness).toBe('durable-view');
});

test('should fire when log_view and view contradict each other', () => {
  const above = make();
  above.takes(0, { status: 'view-change', view: 1, logView: 2 });
  expect(above.witness).toBe('log-view-above-view');
  const without = make();
  without.takes(0, { status: 'normal', view: 1, logView: 0 });
  expect(without.witness).toBe('normal-without-log');
});
