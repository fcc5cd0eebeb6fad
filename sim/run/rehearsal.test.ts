import { describe, expect, it } from 'vitest';
import type { Vocabulary } from '../faults/rules/vocabulary.ts';
import { untilItEnds } from './rehearsal.ts';

const known: Vocabulary = { messages: [['Prepare', 3]], labels: [], points: [], probes: [], requests: [] };
const forEver = (): never => {
  for (;;);
};

describe('rehearsals', () => {
  it('should take the time they need on a busy machine', () => {
    let tries = 0;
    const slow = (progress: { steps: number }): Vocabulary => {
      progress.steps = 10 * ++tries;
      return tries < 4 ? forEver() : known;
    };
    expect(untilItEnds(slow, 10)).toEqual(known);
  });

  it('should not take code for stuck that the machine gave no time', () => {
    const asleep = new Int32Array(new SharedArrayBuffer(4));
    let tries = 0;
    const starved = (progress: { steps: number }): Vocabulary => {
      progress.steps = 10;
      if (++tries > 2) return known;
      // The thread waits without using a core, as it does when another process has it.
      for (;;) Atomics.wait(asleep, 0, 0, 5);
    };
    expect(untilItEnds(starved, 50)).toEqual(known);
  });

  it('should give no rules for code that stops at a step', () => {
    const stuck = (progress: { steps: number }): Vocabulary => {
      progress.steps = 10;
      return forEver();
    };
    expect(untilItEnds(stuck, 50).messages).toEqual([]);
  });
});
