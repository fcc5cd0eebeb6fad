import { expect, test } from 'vitest';
import { goodRun } from '../vsr/testing/good-run.ts';
import { Trace } from '../vsr/testing/trace.ts';
import { commit } from '../vsr/testing/vsr-values.ts';
import { harnessSoundness } from './harness-soundness.ts';

const message = commit(0, 1, 0, 0);

test('should be silent on a sound tank, duplicates and late deliveries included', () => {
  const trace = new Trace([harnessSoundness(false)]);
  const id = trace.sends(0, 1, message);
  goodRun(trace);
  for (let copy = 0; copy < 2; copy++) trace.gets(0, 1, message, id);
  for (let i = 0; i < 3000; i++) trace.passes(1, 2, message);
  expect(trace.violations).toEqual([]);
});

test('should fire on a message that nobody sent', () => {
  const trace = new Trace([harnessSoundness(false)]);
  trace.gets(0, 1, message, 5);
  trace.gets(0, 1, message, 50_000);
  expect(trace.violations.map(({ witness }) => witness)).toEqual(['delivery', 'delivery']);
});

test('should fire on a message for another process, unless the network misroutes', () => {
  for (const misroutes of [false, true]) {
    const trace = new Trace([harnessSoundness(misroutes)]);
    trace.gets(0, 2, message, trace.sends(0, 1, message));
    expect(trace.violations.length).toBe(misroutes ? 0 : 1);
  }
});

test('should fire on a message from another process', () => {
  const trace = new Trace([harnessSoundness(true)]);
  trace.gets(2, 1, message, trace.sends(0, 1, message));
  expect(trace.witness).toBe('delivery');
});

test('should fire on a delivery to a process that is down', () => {
  const trace = new Trace([harnessSoundness(false)]);
  const id = trace.sends(0, 1, message);
  trace.crashes(1);
  trace.gets(0, 1, message, id);
  expect(trace.witness).toBe('delivery');
});

test('should fire when calls and returns do not pair', () => {
  const twice = new Trace([harnessSoundness(false)]);
  twice.calls(3, 1, 'a');
  twice.calls(3, 2, 'b');
  expect(twice.witness).toBe('call');
  const again = new Trace([harnessSoundness(false)]);
  again.calls(3, 1, 'a');
  for (let i = 0; i < 2; i++) again.returns(3, 1, { type: 'unknown' });
  expect(again.witness).toBe('return');
});
