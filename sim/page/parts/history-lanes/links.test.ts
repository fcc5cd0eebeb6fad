import { describe, expect, it } from 'vitest';
import type { Geometry } from './geometry.ts';
import { arrowsOf } from './links.ts';
import { barEnds, type LaneHistory } from './model.ts';

const history: LaneHistory = {
  lanes: ['a', 'b', 'c'],
  operations: [0, 1, 2, 0].map((lane, i) => ({
    lane,
    words: `txn ${i}`,
    from: i === 3 ? 8 : i,
    to: i === 3 ? 10 : i + 4,
    place: null,
    state: 'ok',
  })),
  end: 11,
};
const geometry: Geometry = {
  history,
  ends: barEnds(history),
  span: { from: 0, span: 11 },
  top: 0,
  width: 900,
  height: 102,
  left: 90,
  lanePx: 34,
};
const LETTER_PX = 7;

describe('arrows between operations', () => {
  it('should lead from bar to bar, and bend where both are in one lane', () => {
    const [down, same] = arrowsOf(
      geometry,
      [0, 1, 2, 3],
      [
        { from: 0, to: 2, words: 'wr x' },
        { from: 0, to: 3, words: 'before' },
      ],
      LETTER_PX,
    );
    expect(down?.from.y).toBeLessThan(down?.to.y ?? 0);
    expect(same?.from.y).toBe(same?.to.y);
    expect(same?.by.y).toBeGreaterThan(same?.from.y ?? 0);
  });

  it('should have words that do not lie over each other', () => {
    const links = [0, 1, 2, 3].flatMap((from) =>
      [0, 1, 2, 3].filter((to) => to !== from).map((to) => ({ from, to, words: `seen ${from}${to}` })),
    );
    const arrows = arrowsOf(geometry, [0, 1, 2, 3], links, LETTER_PX);
    expect(arrows).toHaveLength(12);
    arrows.forEach((one, i) => {
      expect(one.label.x).toBeGreaterThanOrEqual(geometry.left);
      for (const other of arrows.slice(i + 1)) {
        const isApart =
          Math.abs(one.label.y - other.label.y) >= 14 ||
          one.label.x + one.labelPx <= other.label.x ||
          other.label.x + other.labelPx <= one.label.x;
        expect(isApart).toBe(true);
      }
    });
  });

  it('should not lead to what is filtered out', () => {
    expect(arrowsOf(geometry, [0, 1], [{ from: 0, to: 2, words: 'wr' }], LETTER_PX)).toEqual([]);
  });
});
