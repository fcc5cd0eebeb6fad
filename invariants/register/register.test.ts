import { describe, expect, test } from 'vitest';
import type { Returned } from '../../src/register/abd.ts';
import { compareTimestamps, NEVER_WRITTEN, type Timestamp } from '../../src/register/messages.ts';
import { Trace } from '../vsr/testing/trace.ts';
import { ordering } from './ordering.ts';
import { quorumAtReturn } from './quorum-at-return.ts';
import { replicaTimestamp } from './replica-timestamp.ts';
import { uniqueTimestamp } from './unique-timestamp.ts';
import { validity } from './validity.ts';
import type { RegisterView } from './view.ts';

const at = (seq: number): Timestamp => ({ incarnation: 1, seq, writer: 0 });

/** The disks of these traces hold a view number: it stands for the timestamp. */
const view: RegisterView = {
  file: 'wal',
  never: NEVER_WRITTEN,
  read(bytes) {
    const text = new TextDecoder().decode(bytes);
    return text === '' ? NEVER_WRITTEN : at((JSON.parse(text) as { view: number }).view); // as `syncs` wrote it
  },
  compare: compareTimestamps,
  quorumOf: (replicas) => Math.floor(replicas / 2) + 1,
};

const stores = (trace: Trace, replica: number, seq: number): void =>
  trace.syncs(replica, { view: seq, logView: 0, log: [] });

const returned = (seq: number): Returned => ({ at: at(seq), type: 'register-return' });

const reads = (trace: Trace, id: number, value: string | null, seq = 0): void =>
  trace.returns(4, id, { type: 'ok', result: { kind: 'read', value, at: at(seq) } });

const writes = (trace: Trace, id: number, seq = 0): void =>
  trace.returns(3, id, { type: 'ok', result: { kind: 'write', at: at(seq) } });

describe('B2 validity', () => {
  const written = (): Trace => {
    const trace = new Trace([validity]);
    trace.calls(3, 1, { kind: 'write', value: 'a' });
    trace.takes(0);
    writes(trace, 1);
    trace.takes(0);
    trace.calls(3, 2, { kind: 'write', value: 'b' });
    trace.calls(4, 3, { kind: 'read' });
    return trace;
  };

  test('should let a read return what is written at the same time, or what was there before', () => {
    for (const value of ['a', 'b']) {
      const trace = written();
      reads(trace, 3, value);
      expect(trace.violations).toEqual([]);
    }
  });

  test('should fire when nobody has written it, and when it was overwritten', () => {
    const wild = written();
    reads(wild, 3, 'z');
    expect(wild.witness).toBe('never-written');
    const stale = written();
    reads(stale, 3, null);
    expect(stale.witness).toBe('overwritten');
  });
});

describe('B3 ordering', () => {
  test('should fire when a later read has an older timestamp, and not when they overlap', () => {
    const trace = new Trace([ordering(NEVER_WRITTEN, compareTimestamps)]);
    trace.calls(4, 1, { kind: 'read' });
    trace.calls(3, 2, { kind: 'write', value: 'a' });
    writes(trace, 2, 2);
    reads(trace, 1, 'a', 1);
    expect(trace.violations).toEqual([]);
    trace.calls(4, 3, { kind: 'read' });
    reads(trace, 3, 'a', 1);
    expect(trace.witness).toBe('read');
  });

  test('should fire when a write has the timestamp of what returned before', () => {
    const trace = new Trace([ordering(NEVER_WRITTEN, compareTimestamps)]);
    trace.calls(3, 1, { kind: 'write', value: 'a' });
    writes(trace, 1, 2);
    trace.calls(3, 2, { kind: 'write', value: 'b' });
    writes(trace, 2, 2);
    expect(trace.witness).toBe('write');
  });
});

test('should fire when a stored timestamp falls (B4)', () => {
  const trace = new Trace([replicaTimestamp(view)]);
  stores(trace, 0, 2);
  stores(trace, 0, 3);
  expect(trace.violations).toEqual([]);
  stores(trace, 0, 2);
  expect(trace.violations).toMatchObject([{ id: 'B4', process: 0 }]);
});

test('should fire when an operation returns that only a minority holds (B5)', () => {
  const trace = new Trace([quorumAtReturn(view)]);
  stores(trace, 0, 2);
  stores(trace, 1, 3);
  trace.observes(0, returned(2));
  expect(trace.violations).toEqual([]);
  trace.observes(0, returned(3));
  expect(trace.violations).toMatchObject([{ id: 'B5', process: 0 }]);
});

test('should fire when one timestamp has two values (B6)', () => {
  const trace = new Trace([uniqueTimestamp]);
  const store = (value: string): unknown => ({
    at: at(1),
    id: { counter: 1, incarnation: 1, node: 0 },
    type: 'Store',
    value,
  });
  trace.sends(0, 1, store('a') as never); // traces are typed for VSR
  trace.sends(0, 2, store('a') as never);
  expect(trace.violations).toEqual([]);
  trace.sends(0, 1, store('b') as never);
  expect(trace.witness).toBe('two-values');
});
