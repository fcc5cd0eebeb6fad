import { describe, expect, it } from 'vitest';
import { growthOf } from './campaign-lines.ts';

describe('the curve of new abstract states', () => {
  const cases: readonly (readonly [newStates: number[], runs: number, growth: string])[] = [
    [[500], 900, 'unknown'],
    [[500, 3], 1900, 'unknown'], // the second window is not full
    [[500, 400], 2000, 'growing'],
    [[500, 100], 2500, 'slowing'],
    [[500, 100, 9], 3000, 'saturated'],
    [[0, 0, 0], 3000, 'unknown'],
  ];
  for (const [newStates, runs, growth] of cases) {
    it(`should be ${growth} after ${newStates.join(', ')} in ${runs} runs`, () => {
      expect(growthOf(newStates, runs, 1000)).toBe(growth);
    });
  }
});
