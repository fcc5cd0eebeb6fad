import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { ReadReply, ReadRequest } from '../../src/vsr/data/client-messages.ts';
import type { ReadMode } from '../../src/vsr/data/config.ts';
import type { Confirm, Confirmed } from '../../src/vsr/data/messages.ts';
import { vsrFacts } from './facts/facts.ts';
import { readsRestOn } from './reads-rest-on.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf, startView } from './testing/vsr-values.ts';

const CLIENT = 4;
const LEASE_US = 1000;

const between = (from: number, to: number, view: number) => ({
  cluster: 1,
  epoch: 0,
  from: processId(from),
  to: processId(to),
  view,
});

/** Replica 0 is the primary of views 0 and 3, of three replicas; it has executed one op. */
class Reads {
  readonly trace = new Trace([readsRestOn(vsrFacts({ ...testOptions, leaseUs: LEASE_US }))]);

  read(read: number, mode: ReadMode): void {
    const request: ReadRequest = {
      body: 'r',
      client: 71,
      epoch: 0,
      mode,
      notBefore: 0,
      read,
      type: 'ReadRequest',
    };
    this.trace.passes(CLIENT, 0, request);
  }

  ask(round: number, view: number): void {
    for (const to of [1, 2]) {
      const confirm: Confirm = { ...between(0, to, view), round, type: 'Confirm' };
      this.trace.sends(0, to, confirm);
    }
  }

  confirm(from: number, round: number, view: number): void {
    const confirmed: Confirmed = { ...between(from, 0, view), round, type: 'Confirmed' };
    this.trace.passes(from, 0, confirmed);
  }

  answer(read: number, mode: ReadMode, view: number, op = 1): void {
    const reply: ReadReply = { client: 71, mode, op, read, result: 'seen', type: 'ReadReply', view };
    this.trace.sends(0, CLIENT, reply);
  }

  /** After this the clock shows this time. */
  wait(us: number): void {
    this.trace.nowUs += us;
  }
}

test('should be silent when a quorum has confirmed the view since the read came', () => {
  const reads = new Reads();
  reads.read(1, 'quorum');
  reads.ask(1, 0);
  reads.wait(500);
  reads.confirm(2, 1, 0);
  reads.answer(1, 'quorum', 0);
  expect(reads.trace.violations).toEqual([]);
});

test('should count from the first arrival of a read, whatever copies arrive later', () => {
  const reads = new Reads();
  reads.read(2, 'quorum');
  reads.ask(1, 0);
  for (const read of [1, 2]) {
    reads.wait(1);
    reads.read(read, 'quorum');
  }
  reads.confirm(2, 1, 0);
  reads.answer(2, 'quorum', 0);
  expect(reads.trace.violations).toEqual([]);
});

test('should fire on a read that nobody has confirmed, or only before it came', () => {
  const reads = new Reads();
  reads.ask(1, 0);
  reads.wait(1);
  reads.read(1, 'quorum');
  reads.confirm(2, 1, 0);
  reads.answer(1, 'quorum', 0);
  expect(reads.trace.witness).toBe('unconfirmed');
});

test('should fire on a read that rests on confirmations of an earlier view of the same primary', () => {
  const reads = new Reads();
  reads.read(1, 'quorum');
  reads.ask(1, 0);
  reads.confirm(1, 1, 0);
  reads.ask(1, 3);
  reads.answer(1, 'quorum', 3);
  expect(reads.trace.witness).toBe('unconfirmed');
});

test('should allow a read by a lease, as long as the lease lasts', () => {
  for (const [us, witness] of [
    [LEASE_US, undefined],
    [LEASE_US + 1, 'no-lease'],
  ] as const) {
    const reads = new Reads();
    reads.ask(1, 0);
    reads.confirm(1, 1, 0);
    reads.wait(us);
    reads.read(1, 'lease');
    reads.answer(1, 'lease', 0);
    expect(reads.trace.witness).toBe(witness);
  }
});

test('should fire on a read before the log is executed with which the view started', () => {
  const reads = new Reads();
  reads.trace.sends(0, 1, startView(0, 1, 3, logOf('a0', 'b0'), 0));
  reads.read(1, 'quorum');
  reads.ask(1, 3);
  reads.confirm(1, 1, 3);
  reads.answer(1, 'quorum', 3);
  expect(reads.trace.witness).toBe('before-view-start');
});
