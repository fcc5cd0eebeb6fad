import { describe, expect, it } from 'vitest';
import { effectSize, mannWhitney } from './statistics.ts';

const INF = Number.POSITIVE_INFINITY;

describe('effectSize', () => {
  it('should be 1 when always less, 0.5 when the same, ties counted half', () => {
    expect(effectSize([1, 2], [3, 4])).toBe(1);
    expect(effectSize([3, 4], [1, 2])).toBe(0);
    expect(effectSize([1, INF], [1, INF])).toBe(0.5);
    expect(effectSize([1, 2, 3], [2])).toBe(0.5);
  });
});

describe('mannWhitney', () => {
  it('should give the p values of a textbook', () => {
    // 1..20 against 11..30: U = 50, z about 4
    const a = Array.from({ length: 20 }, (_, i) => i + 1);
    const b = Array.from({ length: 20 }, (_, i) => i + 11);
    expect(mannWhitney(a, b)).toBeGreaterThan(0.00001);
    expect(mannWhitney(a, b)).toBeLessThan(0.0001);
    expect(mannWhitney(a, a)).toBeCloseTo(1);
    expect(mannWhitney([INF, INF, 1], [INF, INF, 1])).toBeCloseTo(1);
  });
});
