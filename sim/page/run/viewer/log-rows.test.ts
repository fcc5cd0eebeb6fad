import { describe, expect, it } from 'vitest';
import { logOf, standingOf } from './known-fields.ts';
import { logRows } from './log-rows.ts';

const HOLE = { $value: 'undefined' };

describe('what is known of a state by the names of its fields', () => {
  it('should be role and period, of whatever protocol', () => {
    expect(standingOf({ status: 'normal', epoch: 0, view: 3, log: [] })).toEqual({
      role: 'normal',
      period: 'view 3',
    });
    expect(standingOf({ $object: { role: 'leader', term: 7 } })).toEqual({
      role: 'leader',
      period: 'term 7',
    });
    expect(standingOf({ status: 5, view: 'x' })).toEqual({ role: undefined, period: undefined });
    expect(standingOf('nothing')).toEqual({ role: undefined, period: undefined });
  });

  it('should be a log, cut at its beginning or not', () => {
    const cut = logOf({ log: [HOLE, HOLE, 'c', 'd'], commit: 3 });
    expect([cut?.last, cut?.commit, [...(cut?.entries ?? [])]]).toEqual([
      4,
      3,
      [
        [3, 'c'],
        [4, 'd'],
      ],
    ]);
    const after = logOf({ log: { base: 2, entries: ['c', 'd'] }, commitIndex: 2 });
    expect([after?.last, after?.commit, [...(after?.entries ?? [])]]).toEqual([
      4,
      2,
      [
        [3, 'c'],
        [4, 'd'],
      ],
    ]);
    expect(logOf({ value: 1 })).toBeUndefined();
    expect(logOf({ log: 'a text' })).toBeUndefined();
  });
});

describe('logs side by side', () => {
  const log = (entries: readonly string[], commit: number) => logOf({ log: entries, commit });

  it('should show the last positions first, and what is committed', () => {
    const rows = logRows([log(['a', 'b', 'c'], 2), log(['a', 'b'], 1), undefined], 2);
    expect(rows.map(({ position }) => position)).toEqual([3, 2]);
    expect(rows[1]?.cells).toEqual([
      { entry: 'b', isCommitted: true, isOdd: false },
      { entry: 'b', isCommitted: false, isOdd: false },
      { entry: undefined, isCommitted: false, isOdd: false },
    ]);
  });

  it('should tell what differs from what must not', () => {
    const tails = logRows([log(['a', 'x'], 1), log(['a', 'y'], 1), log(['a', 'y'], 1)], 9);
    expect(tails.map(({ isDiverged, cells }) => [isDiverged, cells.map(({ isOdd }) => isOdd)])).toEqual([
      [false, [true, false, false]],
      [false, [false, false, false]],
    ]);
    expect(logRows([log(['a', 'x'], 2), log(['a', 'y'], 2)], 1)[0]?.isDiverged).toBe(true);
    // One replica does not yet know the entry as committed: not a divergence.
    expect(logRows([log(['a', 'x'], 2), log(['a', 'y'], 1)], 1)[0]?.isDiverged).toBe(false);
  });
});
