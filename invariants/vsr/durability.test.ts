import { expect, test } from 'vitest';
import { durability } from './durability.ts';
import { vsrFacts } from './facts/facts.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { executed, logOf } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0');
const make = (): Trace => new Trace([durability(vsrFacts(testOptions))]);

function hold(trace: Trace, ...replicas: readonly number[]): void {
  for (const replica of replicas) {
    trace.takes(replica, { log: [...log] });
    trace.syncs(replica);
  }
}

test('should be silent when a quorum has what is committed on disk, and keeps it', () => {
  const trace = make();
  hold(trace, 0, 2);
  trace.takes(0, { commit: 2 });
  trace.crashes(0);
  hold(trace, 1);
  trace.syncs(2, { view: 1, logView: 1, log: logOf('a0', 'b0', 'c1') });
  expect(trace.violations).toEqual([]);
});

test('should fire when an entry is committed that only a minority has synced', () => {
  const trace = make();
  hold(trace, 0);
  trace.takes(1, { log: [...log] });
  trace.observes(0, executed(log.slice(0, 1)));
  trace.takes(0, { commit: 1 });
  expect(trace.violations).toMatchObject([{ witness: 'at-commit', process: 0 }]);
});

test('should fire when a holder cuts a committed entry off its disk', () => {
  const trace = make();
  hold(trace, 0, 1);
  trace.takes(0, { commit: 2 });
  trace.syncs(1, { view: 1, logView: 1, log: logOf('a0', 'x1') });
  expect(trace.violations).toMatchObject([{ witness: 'lost-later', process: 1 }]);
});
