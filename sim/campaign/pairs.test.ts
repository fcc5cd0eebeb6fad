import { describe, expect, it } from 'vitest';
import { drawScenario } from '../scenario/swarm.ts';
import { vsr } from '../systems/vsr.ts';
import { countPairs, featuresOf, pairsNeverMet } from './pairs.ts';

describe('pairs', () => {
  it('should count each pair once per run, whatever the order of its names', () => {
    const counts: Record<string, number> = {};
    expect(countPairs(counts, ['b', 'a', 'c'])).toBe(3);
    expect(countPairs(counts, ['a', 'b'])).toBe(0);
    expect(counts).toEqual({ 'a + b': 2, 'a + c': 1, 'b + c': 1 });
  });

  it('should take features from the settings of any system', () => {
    const settings = { preVote: true, batch: false, reads: 'lease', readers: 2, giveUpUs: 0 };
    expect(featuresOf({ ...drawScenario('1', vsr), settings })).toEqual([
      'preVote',
      'reads=lease',
      'readers',
    ]);
  });

  it('should name the features that no run had together', () => {
    const counts: Record<string, number> = {};
    countPairs(counts, ['preVote', 'reads=lease']);
    countPairs(counts, ['readers', 'reads=log']);
    countPairs(counts, ['preVote', 'reads=log']);
    expect(pairsNeverMet(counts)).toEqual(['preVote + readers', 'readers + reads=lease']);
  });
});
