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
    expect(untilItEnds(slow, 50)).toEqual(known);
  });

  it('should give no rules for code that stops at a step', () => {
    const stuck = (progress: { steps: number }): Vocabulary => {
      progress.steps = 10;
      return forEver();
    };
    expect(untilItEnds(stuck, 50).messages).toEqual([]);
  });
});
