import { expect, test } from 'vitest';
import { stateHash } from './state-hash.ts';
import { Trace } from './testing/trace.ts';
import { executed, logOf } from './testing/vsr-values.ts';

const a = logOf('a0');
const ab = logOf('a0', 'b0');

/** A service that counts its operations. */
const counting = {
  initial: { count: 0 },
  apply(state: unknown) {
    const { count } = state as { readonly count: number }; // as `initial` is
    return { state: { count: count + 1 }, result: { count: count + 1 } };
  },
};

test('should be silent when all replicas and the model agree', () => {
  const trace = new Trace([stateHash(counting)]);
  for (const replica of [0, 1]) {
    trace.observes(replica, executed(a, { count: 1 }, 5));
    trace.observes(replica, executed(ab, { count: 2 }, 6));
  }
  expect(trace.violations).toEqual([]);
});

test.each([
  ['digest', executed(a, { count: 1 }, 7), 'other-digest'],
  ['result', executed(a, { count: 2 }, 5), 'other-result'],
  ['effect', executed(a, { count: 1 }, 5, false), 'other-effect'],
])('should fire when a replica has another %s', (_what, other, witness) => {
  const trace = new Trace([stateHash(undefined)]);
  trace.observes(0, executed(a, { count: 1 }, 5));
  trace.observes(1, other);
  expect(trace.violations).toMatchObject([{ witness, process: 1 }]);
});

test('should fire when the replicas agree on what the model does not do', () => {
  const trace = new Trace([stateHash(counting)]);
  trace.observes(0, executed(a, { count: 1 }, 5));
  trace.observes(0, executed(ab, { count: 3 }, 6));
  expect(trace.witness).toBe('unlike-model');
});

test('should not let an operation without effect count', () => {
  const trace = new Trace([stateHash(counting)]);
  trace.observes(0, executed(a, null, 5, false));
  trace.observes(0, executed(ab, { count: 1 }, 6));
  expect(trace.violations).toEqual([]);
});
