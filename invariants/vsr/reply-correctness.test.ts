import { expect, test } from 'vitest';
import { replyCorrectness } from './reply-correctness.ts';
import { commitFirst } from './testing/good-run.ts';
import { Trace } from './testing/trace.ts';
import { executed, logOf, reply, request } from './testing/vsr-values.ts';

const make = (): Trace => new Trace([replyCorrectness]);
const ab = logOf('a0', 'b0');

test('should be silent when replies tell what happened, again and from anyone', () => {
  const trace = make();
  commitFirst(trace);
  trace.observes(1, executed(logOf('a0')));
  trace.sends(1, 3, reply(1, 'did a0'));
  trace.calls(3, 2, 'b0');
  trace.sends(3, 0, request(2, 'b0'));
  trace.returns(3, 2, { type: 'unknown' });
  trace.calls(4, 3, 'c0');
  trace.returns(4, 3, { type: 'failed', reason: 'no session' });
  expect(trace.violations).toEqual([]);
});

test('should fire on a reply before the op is committed', () => {
  const trace = make();
  commitFirst(trace);
  trace.takes(0, { log: ab });
  trace.sends(0, 3, reply(2, 'did b0'));
  expect(trace.witness).toBe('reply-before-commit');
});

test('should fire on a reply with another result', () => {
  const trace = make();
  commitFirst(trace);
  trace.sends(0, 3, reply(1, 'did something'));
  expect(trace.witness).toBe('other-result');
});

test.each([
  ['request', reply(1, 'did a0', 2)],
  ['client', reply(1, 'did a0', 1, 71)],
])('should fire on a reply that names another %s', (_what, message) => {
  const trace = make();
  commitFirst(trace);
  trace.sends(0, 3, message);
  expect(trace.witness).toBe('other-request');
});

test('should fire when a client ends an operation that did not happen', () => {
  const trace = make();
  commitFirst(trace);
  trace.calls(3, 2, 'b0');
  trace.sends(3, 0, request(2, 'b0'));
  trace.returns(3, 2, { type: 'ok', result: 'did a0' });
  expect(trace.witness).toBe('return-without-op');
});

test("should fire when a client takes another operation's result", () => {
  const trace = make();
  commitFirst(trace);
  trace.calls(3, 2, 'b0');
  trace.sends(3, 0, request(2, 'b0'));
  trace.observes(0, executed(ab));
  trace.returns(3, 2, { type: 'ok', result: 'did a0' });
  expect(trace.witness).toBe('return-of-other');
});

test('should not remember the request of an earlier operation', () => {
  const trace = make();
  commitFirst(trace);
  trace.calls(3, 2, 'b0');
  trace.returns(3, 2, { type: 'ok', result: 'did a0' });
  expect(trace.witness).toBe('return-without-op');
});
