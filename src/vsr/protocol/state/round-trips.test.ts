import { describe, expect, it } from 'vitest';
import { boundUs, measure, type Smoothed, unmeasured } from './round-trips.ts';

const MAX_US = 1_000_000;
const MEMORY = 128;

function measured(...samplesUs: readonly number[]): Smoothed {
  const smoothed = unmeasured();
  for (const us of samplesUs) measure(smoothed, us, MAX_US, MEMORY);
  return smoothed;
}

describe('smoothed times', () => {
  it('should bound nothing before anything was measured', () => {
    expect(boundUs(unmeasured())).toBe(0);
  });

  it('should take half of the first sample for its deviation, as RFC 6298', () => {
    expect(measured(8_000)).toEqual({ meanUs: 8_000, deviationUs: 4_000 });
    expect(boundUs(measured(8_000))).toBe(24_000);
  });

  it('should move an eighth of the way to a sample, and learn a quarter of what the deviation lacked', () => {
    expect(measured(8_000, 24_000)).toEqual({ meanUs: 10_000, deviationUs: 7_000 });
  });

  it('should forget a deviation by one part in its memory', () => {
    const quick = measured(8_000);
    const slow = measured(8_000);
    measure(quick, 8_000, MAX_US, 4);
    measure(slow, 8_000, MAX_US, MEMORY);
    expect(quick.deviationUs).toBe(3_000);
    expect(slow.deviationUs).toBe(3_969);
  });

  it('should come down to what is steady, and stay above it', () => {
    const smoothed = measured(MAX_US);
    for (let i = 0; i < 1_000; i++) measure(smoothed, 5_000, MAX_US, MEMORY);
    expect(boundUs(smoothed)).toBeGreaterThan(5_000);
    expect(boundUs(smoothed)).toBeLessThan(10_000);
  });

  it('should ignore a sample from a clock that went back, and take one that is absurd for the most that makes sense', () => {
    expect(measured(8_000, -1)).toEqual(measured(8_000));
    expect(measured(8_000, 3_600_000_000)).toEqual(measured(8_000, MAX_US));
  });

  it('should hold whole numbers only, and count as measured whatever the sample', () => {
    const smoothed = measured(0, 7, 12_345, 1, 999_999, 3);
    expect(Number.isSafeInteger(smoothed.meanUs) && Number.isSafeInteger(smoothed.deviationUs)).toBe(true);
    expect(measured(0).meanUs).toBeGreaterThan(0);
  });

  it('should bound what comes now and then from a long tail', () => {
    const smoothed = unmeasured();
    let above = 0;
    for (let i = 1; i <= 6_400; i++) {
      const us = i % 64 === 0 ? 60_000 : 5_000;
      if (i > 640 && us > boundUs(smoothed)) above += 1;
      measure(smoothed, us, MAX_US, MEMORY);
    }
    expect(above).toBe(0);
  });
});
