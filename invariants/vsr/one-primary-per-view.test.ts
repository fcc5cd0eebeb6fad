import { expect, test } from 'vitest';
import { vsrFacts } from './facts/facts.ts';
import { onePrimaryPerView } from './one-primary-per-view.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { commit, logOf, prepare, startView } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0');
const make = (): Trace => new Trace([onePrimaryPerView(vsrFacts(testOptions))]);

test('should be silent when each view has its primary', () => {
  const trace = make();
  trace.sends(0, 1, prepare(0, 1, 0, log));
  trace.sends(1, 2, startView(1, 2, 1, log.slice(0, 1)));
  trace.sends(0, 2, commit(0, 2, 0, 0));
  trace.sends(1, 0, startView(1, 0, 1, log));
  trace.crashes(1);
  trace.starts(1);
  trace.sends(1, 0, startView(1, 0, 4, log));
  expect(trace.violations).toEqual([]);
});

test('should fire when another replica acts as primary', () => {
  const trace = make();
  trace.sends(2, 1, commit(2, 1, 0, 0));
  expect(trace.witness).toBe('not-its-primary');
});

test('should fire when a primary goes on in its view after a restart', () => {
  const trace = make();
  trace.sends(0, 1, prepare(0, 1, 0, log));
  trace.crashes(0);
  trace.starts(0);
  trace.sends(0, 1, prepare(0, 1, 0, log));
  expect(trace.witness).toBe('resumed-after-restart');
});

test('should fire when a StartView has less than the first', () => {
  const trace = make();
  trace.sends(1, 2, startView(1, 2, 1, log));
  trace.sends(1, 0, startView(1, 0, 1, log.slice(0, 1)));
  expect(trace.witness).toBe('shorter-start-view');
});
