import { expect, test } from 'vitest';
import { processId } from '../../src/process/ids.ts';
import type { SuperblockSeen } from '../../src/vsr/data/observations.ts';
import { superblock } from './superblock.ts';
import { Trace, testOptions } from './testing/trace.ts';

const { wal } = testOptions;
if (wal === undefined) throw new Error('the tests have a log on disk');

const make = (copies = 4): Trace =>
  new Trace([superblock({ ...wal, copies: () => ({ same: copies, later: 0 }) })]);

function says(trace: Trace, what: 'written' | 'opened' | 'lost', sequence = 0): void {
  const seen: SuperblockSeen = { type: `superblock-${what}`, sequence };
  trace.observes(1, seen);
}

test('should be silent when a start opens what was written, or what was being written', () => {
  const trace = make(3);
  says(trace, 'opened', 1);
  says(trace, 'written', 2);
  says(trace, 'opened', 2);
  says(trace, 'opened', 3);
  says(trace, 'opened', 4);
  says(trace, 'written', 4);
  expect(trace.violations).toEqual([]);
});

test('should fire when fewer than three copies are synced', () => {
  const trace = make(2);
  says(trace, 'written', 2);
  expect(trace.violations).toMatchObject([{ witness: 'too-few-copies', process: 1 }]);
});

test.each([1, 4])('should fire when superblock %i is opened after the second', (sequence) => {
  const trace = make();
  says(trace, 'written', 2);
  says(trace, 'opened', sequence);
  expect(trace.witness).toBe('another-opened');
});

test('should let only a disk that was hurt go back to what was written, before copies of what was opened are complete', () => {
  const goesBack = (to: number, hurt: boolean): string | undefined => {
    const trace = make();
    says(trace, 'written', 2);
    says(trace, 'opened', 3);
    if (hurt) trace.damages(processId(1), false);
    says(trace, 'opened', to);
    return trace.witness;
  };
  expect(goesBack(2, false)).toBe('another-opened');
  expect(goesBack(2, true)).toBeUndefined();
});

test('should let no disk go back behind what was written', () => {
  const trace = make(4);
  says(trace, 'written', 2);
  says(trace, 'opened', 3);
  trace.damages(processId(1), false);
  says(trace, 'opened', 2);
  expect(trace.violations).toEqual([]);
  says(trace, 'written', 3);
  says(trace, 'opened', 2);
  expect(trace.witness).toBe('another-opened');
});

test('should let only a disk that was hurt have none', () => {
  const sound = make();
  says(sound, 'written', 2);
  says(sound, 'lost');
  expect(sound.witness).toBe('lost');
  const wiped = make();
  says(wiped, 'written', 2);
  wiped.damages(processId(1), true);
  says(wiped, 'lost');
  says(wiped, 'written', 1);
  expect(wiped.violations).toEqual([]);
});
