import { expect, test } from 'vitest';
import { commitBacked } from './commit-backed.ts';
import { vsrFacts } from './facts/facts.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { commit, executed, logOf, prepare, prepareOk } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0');
const make = (): Trace => new Trace([commitBacked(vsrFacts(testOptions))]);

/** Both entries are durable at the primary of view 0, and one of them is acknowledged. */
function acknowledgeFirst(trace: Trace): void {
  trace.takes(0, { log: [...log] });
  trace.syncs(0);
  trace.sends(1, 0, prepareOk(1, 0, 0, log.slice(0, 1)));
}

test('should be silent when a quorum stands behind every commit number', () => {
  const trace = make();
  acknowledgeFirst(trace);
  trace.observes(0, executed(log.slice(0, 1)));
  trace.takes(0, { commit: 1, commitMax: 1 });
  trace.sends(0, 1, commit(0, 1, 0, 1));
  trace.takes(1, { log: [...log], commit: 1, commitMax: 1 });
  trace.crashes(0);
  trace.sends(1, 2, commit(1, 2, 4, 1));
  expect(trace.violations).toEqual([]);
});

test('should count two backups without the primary', () => {
  const trace = make();
  trace.takes(0, { log: [...log] });
  for (const from of [1, 2]) trace.sends(from, 0, prepareOk(from, 0, 0, log));
  trace.takes(0, { commit: 2, commitMax: 2 });
  expect(trace.violations).toEqual([]);
});

test('should fire when the commit number is above what a quorum acknowledged', () => {
  const trace = make();
  acknowledgeFirst(trace);
  trace.sends(0, 2, prepare(0, 2, 0, log, 2));
  trace.takes(0);
  expect(trace.violations).toMatchObject([{ witness: 'no-quorum', process: 0 }]);
});

test('should fire when one backup counts twice', () => {
  const trace = make();
  trace.takes(0, { log: [...log] });
  for (let copy = 0; copy < 2; copy++) trace.sends(1, 0, prepareOk(1, 0, 0, log));
  trace.takes(0, { commit: 2, commitMax: 2 });
  expect(trace.witness).toBe('no-quorum');
});

test('should fire when the primary counts what is not on its disk', () => {
  const trace = make();
  trace.takes(0, { log: [...log] });
  trace.sends(1, 0, prepareOk(1, 0, 0, log));
  trace.takes(0, { commit: 1, commitMax: 1 });
  expect(trace.witness).toBe('no-quorum');
});

test('should fire when acknowledgements of different views are added up', () => {
  const trace = make();
  trace.takes(0, { log: [...log], view: 3, logView: 3 });
  trace.sends(1, 0, prepareOk(1, 0, 0, log));
  trace.sends(2, 0, prepareOk(2, 0, 3, log));
  trace.takes(0, { commit: 2, commitMax: 2 });
  expect(trace.witness).toBe('no-quorum');
});

test('should fire when a quorum is of a later view than the replica that commits', () => {
  const trace = make();
  trace.takes(0, { log: [...log], view: 3, logView: 3 });
  for (const from of [1, 2]) trace.sends(from, 0, prepareOk(from, 0, 3, log));
  trace.takes(0, { commit: 2, commitMax: 2 });
  trace.sends(2, 1, commit(2, 1, 2, 2));
  trace.takes(2);
  expect(trace.violations).toMatchObject([{ witness: 'no-quorum', process: 2 }]);
});

test('should fire when another entry is committed than the one acknowledged', () => {
  const trace = make();
  acknowledgeFirst(trace);
  trace.takes(0, { commit: 1, commitMax: 1 });
  trace.takes(1, { log: logOf('x0'), commit: 1, commitMax: 1 });
  expect(trace.witness).toBe('other-entry');
});
