import { expect, test } from 'vitest';
import type { Entry } from '../../src/vsr/data/entry.ts';
import { vsrFacts } from './facts/facts.ts';
import { startOfView } from './start-of-view.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { doViewChange, logOf, prepare, startView } from './testing/vsr-values.ts';

const a = logOf('a0');
const ab = logOf('a0', 'b0');
const abc = logOf('a0', 'b0', 'c0');
const ad = logOf('a0', 'd1');
const make = (): Trace => new Trace([startOfView(vsrFacts(testOptions))]);

/** Replica 2 starts view 2 with this log; before, it had `own`, and was offered the log of replica 0. */
function startSecond(
  trace: Trace,
  own: Entry[],
  log: Entry[],
  offered?: { logView: number; log: Entry[] },
): void {
  trace.takes(2, { status: 'view-change', view: 2, log: [...own] });
  if (offered !== undefined) {
    trace.takes(0, { status: 'view-change', view: 2, logView: offered.logView, log: offered.log });
    trace.passes(0, 2, doViewChange(0, 2, 2, offered.logView, offered.log, 1));
  }
  trace.takes(2, { logView: 2, log: [...log] });
}

test('should be silent when the highest log starts the view, whoever offered it', () => {
  for (const [own, offered] of [
    [a, ab],
    [ab, a],
    [ab, ab],
  ] as const) {
    const trace = make();
    startSecond(trace, own, ab, { logView: 0, log: offered });
    trace.takes(2, { status: 'normal' });
    trace.sends(2, 1, startView(2, 1, 2, ab, 1));
    trace.sends(2, 1, prepare(2, 1, 2, logOf('a0', 'b0', 'e2')));
    trace.takes(1, { logView: 2, log: ab });
    expect(trace.violations).toEqual([]);
  }
});

test('should be silent when the primary installs and sends in one handler', () => {
  const trace = make();
  trace.takes(2, { status: 'view-change', view: 2, log: a });
  trace.passes(1, 2, doViewChange(1, 2, 2, 0, ab));
  Object.assign(trace.at(2), { log: ab, logView: 2 });
  trace.sends(2, 1, startView(2, 1, 2, ab));
  trace.takes(2);
  expect(trace.violations).toEqual([]);
});

test('should be silent when a delivered offer was not considered, as a quorum of others was there', () => {
  const trace = make();
  trace.passes(1, 2, doViewChange(1, 2, 2, 0, abc));
  startSecond(trace, a, ab, { logView: 0, log: ab });
  expect(trace.violations).toEqual([]);
});

test('should fire when there was no quorum', () => {
  const trace = make();
  startSecond(trace, ab, ab);
  expect(trace.witness).toBe('too-few');
});

test('should not count offers to an earlier incarnation, or for an earlier view', () => {
  const trace = make();
  trace.passes(1, 2, doViewChange(1, 2, 2, 0, ab));
  trace.crashes(2);
  trace.starts(2);
  trace.takes(2, { status: 'view-change' });
  trace.passes(0, 2, doViewChange(0, 2, 5, 0, ab));
  trace.takes(2, { view: 2, log: ab });
  trace.takes(2, { logView: 2 });
  expect(trace.witness).toBe('too-few');
});

test('should fire when a shorter log wins', () => {
  const trace = make();
  startSecond(trace, a, a, { logView: 0, log: ab });
  expect(trace.witness).toBe('not-the-highest');
});

test('should fire when a longer log of an older log_view wins', () => {
  const trace = make();
  trace.takes(1, { status: 'view-change', view: 1, log: a });
  trace.passes(0, 1, doViewChange(0, 1, 1, 0, []));
  trace.takes(1, { logView: 1 });
  trace.sends(1, 0, startView(1, 0, 1, a));
  startSecond(trace, abc, abc, { logView: 1, log: ad });
  expect(trace.witness).toBe('not-the-highest');
});

test('should go by the state of the sender, not by what its message says', () => {
  const trace = make();
  trace.takes(1, { status: 'view-change', view: 2, log: ab });
  trace.takes(2, { status: 'view-change', view: 2, log: abc });
  trace.passes(1, 2, doViewChange(1, 2, 2, 1, ab));
  trace.takes(2, { logView: 2, log: ab });
  expect(trace.witness).toBe('not-the-highest');
});

test('should fire on a log that nobody offered', () => {
  const trace = make();
  startSecond(trace, a, abc, { logView: 0, log: ab });
  expect(trace.witness).toBe('nobodys-log');
});

test('should fire when StartView cuts the log, or forgets a commit number', () => {
  const cut = make();
  startSecond(cut, a, ab, { logView: 0, log: ab });
  cut.sends(2, 1, startView(2, 1, 2, a, 1));
  expect(cut.witness).toBe('cut');
  const forgets = make();
  startSecond(forgets, a, ab, { logView: 0, log: ab });
  forgets.sends(2, 1, startView(2, 1, 2, ab, 0));
  expect(forgets.witness).toBe('commit');
});

test('should fire when something happens in a view that has not started', () => {
  const prepares = make();
  prepares.sends(1, 2, prepare(1, 2, 1, ab));
  expect(prepares.witness).toBe('prepare-first');
  const raises = make();
  raises.takes(2, { status: 'view-change', view: 1, logView: 1 });
  expect(raises.witness).toBe('log-view-first');
});
