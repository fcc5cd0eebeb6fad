import { describe, expect, it } from 'vitest';
import { whyNotMerged } from './not-merged.ts';

describe('why no step of the merged recordings was judged', () => {
  it.each([
    ['nothing was recorded', 0, []],
    [
      'the reason is below, under unjudged',
      900,
      [{ kind: 'unjudged' as const, facts: ['a recording is missing'] }],
    ],
    ['the recordings are too large to be merged', 900, []],
    [undefined, 900, [], 900],
  ])('should be: %s', (why, steps, findings, judged = 0) => {
    expect(whyNotMerged({ steps, judged, findings })).toBe(why);
  });
});
