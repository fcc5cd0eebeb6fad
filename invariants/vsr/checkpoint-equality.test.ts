import { expect, test } from 'vitest';
import type { Checkpointed } from '../../src/vsr/data/observations.ts';
import { checkpointEquality } from './checkpoint-equality.ts';
import { Trace } from './testing/trace.ts';
import { executed, logOf } from './testing/vsr-values.ts';

const log = logOf('a0', 'b0');

/** Replica 0 has executed both ops: the digests are 100 and 200. */
function executedTrace(): Trace {
  const trace = new Trace([checkpointEquality]);
  trace.observes(0, executed(log.slice(0, 1)));
  trace.observes(0, executed(log));
  return trace;
}

const checkpoint = (type: Checkpointed['type'], digest = 200, bytesChecksum = 7): Checkpointed => ({
  type,
  op: 2,
  bytesChecksum,
  digest,
});

test('should be silent when all have the same, taken and restored', () => {
  const trace = executedTrace();
  trace.observes(0, checkpoint('checkpointed'));
  trace.observes(1, checkpoint('checkpointed'));
  trace.observes(0, checkpoint('restored'));
  expect(trace.violations).toEqual([]);
});

test('should fire when the state is that of another op', () => {
  const trace = executedTrace();
  trace.observes(0, checkpoint('checkpointed', 100));
  expect(trace.witness).toBe('checkpointed-other-state');
});

test('should fire when the bytes differ', () => {
  const trace = executedTrace();
  trace.observes(0, checkpoint('checkpointed'));
  trace.observes(1, checkpoint('checkpointed', 200, 8));
  expect(trace.witness).toBe('checkpointed-other-bytes');
});

test('should fire when what is restored is not what was taken', () => {
  const trace = executedTrace();
  trace.observes(0, checkpoint('checkpointed'));
  trace.observes(0, checkpoint('restored', 200, 8));
  expect(trace.witness).toBe('restored-other-bytes');
});
