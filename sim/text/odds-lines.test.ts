import { describe, expect, it } from 'vitest';
import { jumpText, oddsLines } from './odds-lines.ts';

const told = (step: number): string => `event ${step}`;
const share = (step: number, failed: number) => ({ step, timeUs: 1000 * step, failed, of: 12 });

describe('odds in words', () => {
  it('should show a bar for each step, and the one that decided', () => {
    const [first, before, after] = [share(1, 1), share(20, 3), share(21, 12)];
    const odds = { shares: [first, before, after], jump: [before, after] } as const;
    expect(oddsLines(odds, told).map((line) => line.trim())).toEqual([
      'odds        share of re-drawn futures, from a step on, that fail in the same way',
      'step 1 · 1 ms    █░░░░░░░░░░░  1 of 12',
      'step 20 · 20 ms  ███░░░░░░░░░  3 of 12',
      'step 21 · 21 ms  ████████████  12 of 12',
      'the odds jumped from 3 of 12 to 12 of 12 at step 20: event 20',
    ]);
  });

  it('should name the steps between which it was decided when they are no neighbours', () => {
    const odds = { shares: [], jump: [share(20, 3), share(40, 12)] } as const;
    expect(jumpText(odds, told)).toMatch(/between steps 20 and 40: event 20$/);
  });

  it('should say so when a run fails from its start, and when no step decided', () => {
    expect(jumpText({ shares: [share(1, 11), share(9, 12)], jump: undefined }, told)).toMatch(
      /^likely from the start/,
    );
    expect(jumpText({ shares: [share(1, 1), share(9, 2)], jump: undefined }, told)).toMatch(
      /^no single step/,
    );
  });

  it('should say so when there was no time', () => {
    expect(oddsLines({ shares: [], jump: undefined }, told).join()).toMatch(/the time was over/);
  });
});
