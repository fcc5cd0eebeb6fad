import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { ReadReply, ReadRequest } from '../../src/vsr/data/client-messages.ts';
import type { ReadMode } from '../../src/vsr/data/config.ts';
import type { Model } from './facts/types.ts';
import { reads } from './reads.ts';
import { commitFirst, execute } from './testing/good-run.ts';
import { Trace } from './testing/trace.ts';
import { logOf, reply, request } from './testing/vsr-values.ts';

const AB = logOf('a0', 'b0');

const readRequest = (read: number, mode: ReadMode, notBefore = 0): ReadRequest => ({
  body: 'r',
  client: 71,
  epoch: 0,
  mode,
  notBefore,
  read,
  type: 'ReadRequest',
});

const readReply = (read: number, mode: ReadMode, op: number, result: unknown = 'seen'): ReadReply => ({
  client: 71,
  mode,
  op,
  read,
  result,
  type: 'ReadReply',
  view: 0,
});

/** Op 1 is replied, op 2 is executed and replied: client 4 reads from then on. */
function make(): Trace {
  const trace = new Trace([reads(undefined)]);
  commitFirst(trace);
  trace.calls(3, 2, 'b0');
  trace.sends(3, 0, request(2, 'b0'));
  execute(trace, 0, AB);
  trace.sends(0, 3, reply(2, 'did b0'));
  trace.returns(3, 2, { type: 'ok', result: 'did b0' });
  return trace;
}

function asks(trace: Trace, read: number, mode: ReadMode, notBefore = 0): void {
  trace.calls(4, 100 + read, 'r');
  trace.sends(4, 0, readRequest(read, mode, notBefore));
}

test('should be silent when reads reflect what was replied before they were called, or what they name', () => {
  const trace = make();
  asks(trace, 1, 'quorum');
  trace.passes(0, 4, readReply(1, 'quorum', 2));
  trace.returns(4, 101, { type: 'ok', result: 'seen' });
  asks(trace, 2, 'stale', 2);
  trace.passes(0, 4, readReply(2, 'stale', 2));
  trace.returns(4, 102, { type: 'ok', result: { asOf: 2, value: 'seen' } });
  asks(trace, 3, 'stale');
  trace.sends(2, 4, readReply(3, 'stale', 0)); // nothing executed there: it says so
  trace.end();
  expect(trace.violations).toEqual([]);
});

test.each(['quorum', 'lease'] as const)('should fire on a %s read from the past', (mode) => {
  const trace = make();
  execute(trace, 1, logOf('a0'));
  asks(trace, 1, mode);
  trace.sends(1, 4, readReply(1, mode, 1));
  expect(trace.witness).toBe(`stale-${mode}`);
});

test('should not ask a strong read for what was replied after it was called', () => {
  const trace = new Trace([reads(undefined)]);
  commitFirst(trace);
  asks(trace, 1, 'quorum');
  trace.sends(1, 3, reply(2, 'did b0'));
  trace.sends(0, 4, readReply(1, 'quorum', 1));
  expect(trace.violations).toEqual([]);
});

test('should ask a strong read for what another strong read has told', () => {
  const trace = make();
  trace.takes(0, { commit: 3 });
  asks(trace, 1, 'quorum');
  trace.sends(0, 4, readReply(1, 'quorum', 3));
  asks(trace, 2, 'quorum');
  trace.takes(1, { commit: 2 });
  trace.sends(1, 4, readReply(2, 'quorum', 2));
  expect(trace.witness).toBe('stale-quorum');
});

test('should fire on a stale read below its token', () => {
  const trace = make();
  execute(trace, 1, logOf('a0'));
  asks(trace, 1, 'stale', 2);
  trace.sends(1, 4, readReply(1, 'stale', 1));
  expect(trace.witness).toBe('below-token');
});

test('should fire on a label that is not the commit number of who answers', () => {
  const trace = make();
  asks(trace, 1, 'stale');
  trace.sends(0, 4, readReply(1, 'stale', 1));
  expect(trace.witness).toBe('wrong-label');
});

test('should fire when a client reads an older state than before, except over a crash', () => {
  const back = (crashes: boolean): string | undefined => {
    const trace = make();
    asks(trace, 1, 'stale');
    trace.passes(0, 4, readReply(1, 'stale', 2));
    trace.returns(4, 101, { type: 'ok', result: { asOf: 2, value: 'seen' } });
    if (crashes) {
      trace.crashes(processId(4));
      trace.starts(4);
    }
    asks(trace, 2, 'stale');
    trace.passes(2, 4, readReply(2, 'stale', 0));
    trace.returns(4, 102, { type: 'ok', result: { asOf: 0, value: 'seen' } });
    return trace.witness;
  };
  expect(back(false)).toBe('backwards');
  expect(back(true)).toBe(undefined);
});

test('should fire when a client takes what no replica answered', () => {
  const trace = make();
  asks(trace, 1, 'quorum');
  trace.passes(0, 4, readReply(1, 'quorum', 2));
  trace.returns(4, 101, { type: 'ok', result: 'something else' });
  expect(trace.witness).toBe('return-of-other');
});

/** Remembers the last word; `r` reads it. */
const lastWord: Model = {
  initial: { word: 'none' },
  apply(state, operation) {
    const last = state as { word: string }; // what `initial` is
    if (operation !== 'r') last.word = String(operation);
    return { state, result: last.word };
  },
};

test.each(['quorum', 'stale'] as const)(
  'should fire when a %s read has another value than its op',
  (mode) => {
    const told = (replica: number, op: number, value: string): string | undefined => {
      const trace = new Trace([reads(lastWord)]);
      commitFirst(trace);
      execute(trace, 0, AB);
      asks(trace, 1, mode);
      trace.passes(0, 4, readReply(1, mode, 2, 'b0'));
      trace.takes(replica, { commit: op }); // it is behind, or has started again
      asks(trace, 2, mode);
      trace.sends(replica, 4, readReply(2, mode, op, value));
      return trace.violations.find(({ witness }) => witness === 'unlike-model')?.facts[1];
    };
    expect([told(0, 2, 'b0'), told(1, 1, 'a0'), told(0, 1, 'a0'), told(0, 0, 'none')]).toEqual(
      Array(4).fill(undefined),
    );
    expect(told(0, 2, 'a0')).toBe('the model, after ops 1 to 2, gives "b0"');
    for (const replica of [0, 1]) {
      expect(told(replica, 1, 'b0')).toBe('the model, after ops 1 to 1, gives "a0"');
      expect(told(replica, 0, 'a0')).toBe('the model, after ops 1 to 0, gives "none"');
    }
  },
);
