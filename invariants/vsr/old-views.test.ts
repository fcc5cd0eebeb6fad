import { expect, test } from 'vitest';
import type { Confirmed, Message } from '../../src/vsr/data/messages.ts';
import { oldViews } from './old-views.ts';
import { Trace } from './testing/trace.ts';
import { logOf, newState, prepareOk } from './testing/vsr-values.ts';

const AB = logOf('a0', 'b0');

/** Replica 1 is in view 2 with one entry; a NewState of this view arrives, and its handler makes this change. */
function transfers(view: number, change: Parameters<Trace['takes']>[1]): Trace {
  const trace = new Trace([oldViews]);
  trace.takes(1, { view: 2, logView: 2, log: AB.slice(0, 1) });
  trace.passes(0, 1, newState(0, 1, view, AB));
  trace.takes(1, change);
  return trace;
}

test('should fire when a NewState of an old view is taken', () => {
  expect(transfers(1, { log: AB }).witness).toBe('old-view');
  expect(transfers(1, { commitMax: 1 }).witness).toBe('old-view');
});

test('should fire when an acknowledgement or a confirmation of an old view counts', () => {
  const late = (message: Message, change: Parameters<Trace['takes']>[1]): Trace => {
    const trace = new Trace([oldViews]);
    trace.takes(0, { view: 3, logView: 3, log: AB, acked: [0, 0, 0] });
    trace.passes(1, 0, message);
    trace.takes(0, change);
    return trace;
  };
  const ack = prepareOk(1, 0, 0, AB);
  expect(late(ack, { acked: [0, 2, 0] }).witness).toBe('old-view');
  expect(late(ack, {}).violations).toEqual([]);
  const { reads } = new Trace([]).at(0);
  const { cluster, epoch, from, to, view } = ack;
  const confirmed: Confirmed = { cluster, epoch, from, to, view, round: 4, type: 'Confirmed' };
  expect(late(confirmed, { reads: { ...reads, confirmed: [0, 4, 0] } }).witness).toBe('old-view');
});

test('should be silent when it is ignored, or of the view of its receiver', () => {
  expect(transfers(1, {}).violations).toEqual([]);
  expect(transfers(2, { log: AB }).violations).toEqual([]);
});

test('should say nothing of what other events change', () => {
  const trace = transfers(1, {});
  trace.takes(1, { log: AB });
  expect(trace.violations).toEqual([]);
});
