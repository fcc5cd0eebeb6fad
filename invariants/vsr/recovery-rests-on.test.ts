import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { RecoveryResponse } from '../../src/vsr/data/messages.ts';
import { vsrFacts } from './facts/facts.ts';
import { recoveryRestsOn } from './recovery-rests-on.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf } from './testing/vsr-values.ts';

const NONCE = 7;
const LOST = 2;

/** Replica 2 of three recovers under generation 1. */
function recovering(): Trace {
  const trace = new Trace([recoveryRestsOn(vsrFacts(testOptions))]);
  const state = trace.at(LOST);
  const recovery = { ...state.recovery, nonce: NONCE, generation: 1, adopted: false };
  trace.takes(LOST, { status: 'recovering', recovery });
  return trace;
}

const response = (from: number, view: number, hasLog: boolean, generation = 1): RecoveryResponse => ({
  cluster: 1,
  commit: 0,
  entries: [],
  epoch: 0,
  from: processId(from),
  generations: [0, 0, generation],
  log: hasLog ? { after: 0, entries: logOf('a0'), parent: 0 } : null,
  nonce: NONCE,
  to: processId(LOST),
  type: 'RecoveryResponse',
  view,
});

/** The answer arrives, and its receiver takes over the log of this view, or goes on asking. */
function answers(trace: Trace, message: RecoveryResponse, adoptedView?: number): void {
  trace.passes(message.from, LOST, message);
  const { recovery } = trace.at(LOST);
  if (adoptedView === undefined) trace.takes(LOST);
  else trace.takes(LOST, { view: adoptedView, recovery: { ...recovery, adopted: true } });
}

test('should be silent when enough have answered, and the primary of the highest view has sent its log', () => {
  const trace = recovering();
  answers(trace, response(1, 2, false));
  answers(trace, response(0, 3, true), 3);
  expect(trace.violations).toEqual([]);
});

test('should fire on a log that a backup has sent', () => {
  const trace = recovering();
  answers(trace, response(1, 3, true));
  expect(trace.witness).toBe('not-the-primary');
});

test('should fire when one answer was enough', () => {
  const trace = recovering();
  answers(trace, response(0, 3, true), 3);
  expect(trace.witness).toBe('too-few');
});

test('should fire when another answer names a later view', () => {
  const trace = recovering();
  answers(trace, response(1, 4, false));
  answers(trace, response(0, 3, true), 3);
  expect(trace.witness).toBe('too-few');
});

test('should fire when an answer counts that was made before its sender knew the generation', () => {
  const trace = recovering();
  answers(trace, response(1, 3, false, 0));
  answers(trace, response(0, 3, true), 3);
  expect(trace.witness).toBe('too-few');
});

test('should not count answers to the question of an earlier incarnation', () => {
  const trace = recovering();
  answers(trace, response(1, 3, false));
  trace.crashes(LOST);
  trace.starts(LOST);
  const { recovery } = trace.at(LOST);
  trace.takes(LOST, { status: 'recovering', recovery: { ...recovery, nonce: NONCE, generation: 1 } });
  answers(trace, response(0, 3, true), 3);
  expect(trace.witness).toBe('too-few');
});
