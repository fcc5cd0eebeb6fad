import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { Entry } from '../../src/vsr/data/entry.ts';
import type { GetCheckpoint, Message } from '../../src/vsr/data/messages.ts';
import { durableBeforeSend } from './durable-before-send.ts';
import { vsrFacts } from './facts/facts.ts';
import type { WalScan } from './facts/types.ts';
import { Trace, testOptions } from './testing/trace.ts';
import {
  commit,
  doViewChange,
  logOf,
  newState,
  prepare,
  prepareOk,
  reply,
  startView,
  startViewChange,
} from './testing/vsr-values.ts';

const a = logOf('a0');
const ab = logOf('a0', 'b0');
const ax = logOf('a0', 'x0');
const disk = (view: number, logView: number, log: readonly Entry[]): WalScan => ({ view, logView, log });

const getCheckpoint: GetCheckpoint = {
  type: 'GetCheckpoint',
  cluster: 1,
  epoch: 0,
  from: processId(1),
  to: processId(0),
  view: 3,
  op: 16,
  offset: 0,
};

/** Replica 1 sends this message while its synced disk has this state. */
function sending(message: Message, scan: WalScan, preVote = false): string | undefined {
  const trace = new Trace([durableBeforeSend(vsrFacts({ ...testOptions, preVote }))]);
  trace.syncs(1, scan);
  trace.sends(1, 0, message);
  return trace.witness;
}

test.each([
  ['StartViewChange', startViewChange(1, 0, 1), disk(1, 0, a)],
  ['Prepare', prepare(1, 0, 1, ab), disk(1, 1, a)],
  ['Commit', commit(1, 0, 1, 0), disk(1, 1, a)],
  ['NewState', newState(1, 0, 1, ab), disk(1, 1, a)],
  ['PrepareOk', prepareOk(1, 0, 0, ab), disk(0, 0, ab)],
  ['PrepareOk again, with a later log on disk', prepareOk(1, 0, 0, ab), disk(2, 2, a)],
  ['DoViewChange', doViewChange(1, 0, 3, 0, ab), disk(3, 0, ab)],
  ['DoViewChange again, with the new log on disk', doViewChange(1, 0, 3, 0, ab), disk(3, 3, a)],
  ['StartView', startView(1, 0, 1, ab), disk(1, 1, ab)],
  ['Reply', reply(1, 'did a0'), disk(0, 0, [])],
  ['GetCheckpoint', getCheckpoint, disk(3, 0, [])],
])('should be silent when the disk has what %s rests on', (_type, message, scan) => {
  expect(sending(message, scan)).toBeUndefined();
});

test.each([
  ['StartViewChange', startViewChange(1, 0, 1), disk(0, 0, a)],
  ['Prepare', prepare(1, 0, 1, ab), disk(1, 0, ab)],
  ['Commit', commit(1, 0, 1, 0), disk(1, 0, ab)],
  ['NewState', newState(1, 0, 1, ab), disk(1, 0, ab)],
  ['PrepareOk', prepareOk(1, 0, 0, ab), disk(0, 0, a)],
  ['PrepareOk', prepareOk(1, 0, 0, ab), disk(0, 0, ax)],
  ['PrepareOk', prepareOk(1, 0, 1, ab), disk(1, 0, ab)],
  ['DoViewChange', doViewChange(1, 0, 3, 0, ab), disk(0, 0, ab)],
  ['DoViewChange', doViewChange(1, 0, 3, 0, ab), disk(3, 0, a)],
  ['DoViewChange', doViewChange(1, 0, 3, 0, ab), disk(3, 0, ax)],
  ['DoViewChange', doViewChange(1, 0, 3, 2, ab), disk(3, 0, ab)],
  ['StartView', startView(1, 0, 1, ab), disk(1, 0, ab)],
])('should fire when the disk lacks what %s rests on', (type, message, scan) => {
  expect(sending(message, scan)).toBe(type);
});

test('should take GetCheckpoint of a recovering replica only', () => {
  for (const status of ['recovering', 'normal'] as const) {
    const trace = new Trace([durableBeforeSend(vsrFacts(testOptions))]);
    trace.takes(1, { status });
    trace.sends(1, 0, getCheckpoint);
    expect(trace.witness).toBe(status === 'recovering' ? undefined : 'GetCheckpoint');
  }
});

test('should ask of a pre-vote only what it says is promised', () => {
  expect(sending(startViewChange(1, 0, 4, 1), disk(1, 0, a), true)).toBeUndefined();
  expect(sending(startViewChange(1, 0, 4, 2), disk(1, 0, a), true)).toBe('StartViewChange');
});

test('should fire when StartView leaves before the log that it starts with is durable', () => {
  const trace = new Trace([durableBeforeSend(vsrFacts(testOptions))]);
  trace.takes(1, { status: 'view-change', view: 1, log: a });
  trace.takes(2, { status: 'view-change', view: 1, log: ab });
  trace.syncs(2);
  trace.passes(2, 1, doViewChange(2, 1, 1, 0, ab));
  trace.takes(1, { logView: 1, log: ab });
  trace.syncs(1, disk(1, 1, a));
  trace.sends(1, 0, startView(1, 0, 1, ab));
  expect(trace.violations).toMatchObject([{ witness: 'StartView', process: 1 }]);
});
