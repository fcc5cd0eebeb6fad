import { describe, expect, it } from 'vitest';
import { type CampaignReport, campaignLines, type FindingGroup, growthOf } from './campaign-lines.ts';
import { plain } from './paint.ts';

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

describe('the lines of a campaign', () => {
  const finding = (title: string, fingerprint: string, times: number, step: number): FindingGroup => {
    return { invariant: 'I17', title, fingerprint, times, step, seed: '7', file: `${fingerprint}.json` };
  };
  const report: CampaignReport = {
    runs: 10,
    passed: 4,
    excused: 0,
    failed: 6,
    vacuous: 0,
    steps: 100,
    virtualUs: 100,
    stepsPerSecond: 10,
    faults: { lost: 3, crashes: 0, pauses: 0 },
    possibleFaults: new Set(['lost', 'pauses']),
    probes: {},
    declaredProbes: [],
    newStates: [],
    newPairs: [5],
    pairsNeverMet: ['a + b', 'a + c', 'b + d', 'c + d'],
    statesWindow: 1000,
    findings: [
      finding('stale read', 'a', 1, 90),
      finding('no legal order', 'b', 2, 50),
      finding('stale read', 'c', 2, 40),
    ],
  };
  const lines = campaignLines(report, plain);

  it('should not name faults that the systems exclude', () => {
    expect(lines).toContain('  no effect   pauses');
  });

  it('should say how many pairs of situations are new, and which features never met, once there are enough runs', () => {
    expect(lines).toContain('  new pairs   5 in the last 10 · too few runs to see a trend');
    expect(lines.join('\n')).not.toContain('never met');
    expect(campaignLines({ ...report, runs: 800 }, plain)).toContain(
      '  never met   a + b, a + c, b + d and 1 more pairs of features',
    );
  });

  it('should have one line for what has one name, with the shortest run', () => {
    expect(lines.slice(-2)).toEqual([
      '       3 × I17 stale read in 2 ways  seed 7, step 40  c.json',
      '       2 × I17 no legal order  seed 7, step 50  b.json',
    ]);
    expect(lines[0]).toMatch(/^✗ 2 findings /);
  });
});
