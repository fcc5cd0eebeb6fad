import { describe, expect, it } from 'vitest';
import { barsOf, fitted, labelsOf, overlaps } from './bars.ts';
import type { Geometry } from './geometry.ts';
import { barEnds, bounded, type LaneHistory, type LaneOperation, zoomed } from './model.ts';

const operation = (i: number, change: Partial<LaneOperation> = {}): LaneOperation => ({
  lane: i % 3,
  words: `write k${i} = ${'v'.repeat(i % 7)}`,
  from: 2 * i,
  to: 2 * i + 3,
  place: i,
  state: 'ok',
  ...change,
});
const operations = Array.from({ length: 300 }, (_, i) =>
  operation(i, i % 10 === 0 ? { to: null, state: 'unknown' } : {}),
);
const history: LaneHistory = { lanes: ['a', 'b', 'c'], operations, end: 604 };
const shown = [...operations.keys()];

const at = (from: number, span: number): Geometry => ({
  history,
  ends: barEnds(history),
  span: { from, span },
  top: 0,
  width: 900,
  height: 102,
  left: 90,
  lanePx: 34,
});

describe('bars', () => {
  it('should not lie over each other, also where operations never return', () => {
    for (const geometry of [at(0, 604), at(100, 60), at(0, 12)]) {
      const { plain, notable } = barsOf(geometry, shown, (i) => i % 50 === 4);
      expect(notable.length + plain.length).toBeGreaterThan(0);
      const bars = [...plain, ...notable].sort((a, b) => a.y - b.y || a.x - b.x);
      bars.forEach((bar, i) => {
        const next = bars[i + 1];
        if (next !== undefined && bar.width > 1.5)
          expect(overlaps({ ...bar, width: bar.width - 0.01 }, next)).toBe(false);
      });
    }
  });

  it('should show one of many that fall onto a pixel, and all that are of interest', () => {
    const { plain, notable } = barsOf({ ...at(0, 604), width: 150 }, shown, (i) => i < 20);
    expect(notable).toHaveLength(20);
    expect(plain.length).toBeLessThan(280);
  });
});

describe('labels of what is of interest', () => {
  it('should have all their words where there is room, and never lie over each other', () => {
    for (const geometry of [at(0, 604), at(0, 200), at(0, 40)]) {
      const labels = labelsOf(barsOf(geometry, shown, (i) => i % 40 === 3).notable, geometry, 7);
      expect(labels.length).toBeGreaterThan(0);
      for (const a of labels) {
        expect(a.x + a.width).toBeLessThanOrEqual(geometry.width + 0.5);
        for (const b of labels) if (a !== b) expect(overlaps(a, b)).toBe(false);
      }
    }
    const wide = at(0, 200);
    const [label] = labelsOf(barsOf(wide, shown, (i) => i === 8).notable, wide, 7);
    expect(label?.width).toBeGreaterThanOrEqual((label?.operation.words.length ?? 0) * 7);
  });

  it('should say when words are left out', () => {
    expect(fitted('write k = 1', 200, 7)).toBe('write k = 1');
    expect(fitted('write k = 1', 49, 7)).toBe('write …');
    expect(fitted('write k = 1', 10, 7)).toBe('');
  });
});

describe('a stretch of time', () => {
  it('should stay within the whole', () => {
    expect(bounded({ from: -5, span: 10 }, 100)).toEqual({ from: 0, span: 10 });
    expect(bounded({ from: 95, span: 10 }, 100)).toEqual({ from: 90, span: 10 });
    expect(bounded({ from: 0, span: 1000 }, 100)).toEqual({ from: 0, span: 100 });
    expect(zoomed({ from: 10, span: 20 }, 0.5, 20)).toEqual({ from: 15, span: 10 });
  });
});
