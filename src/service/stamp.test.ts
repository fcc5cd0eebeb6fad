import { describe, expect, it } from 'vitest';
import { stamp } from './stamp.ts';

describe('stamp', () => {
  it('should take time and lot from the prediction, and never go back', () => {
    const state = stamp.initial();
    const set = (at: number, lot: number) => stamp.execute(state, { kind: 'stamp', key: 'a' }, { at, lot });
    expect(stamp.execute(state, { kind: 'last', key: 'a' })).toEqual({ kind: 'last', stamp: null });
    expect(set(100, 3)).toEqual({ kind: 'stamp', stamp: { at: 100, lot: 3 } });
    expect(set(90, 5)).toEqual({ kind: 'stamp', stamp: { at: 101, lot: 5 } });
    expect(stamp.execute(state, { kind: 'last', key: 'a' })).toEqual({
      kind: 'last',
      stamp: { at: 101, lot: 5 },
    });
    expect(stamp.execute(state, { kind: 'last', key: 'b' })).toEqual({ kind: 'last', stamp: null });
  });

  it('should predict what it writes, and nothing for what it reads', () => {
    const world = { wallTime: () => 7, random: (bound: number) => bound - 1 };
    expect(stamp.predict?.({ kind: 'stamp', key: 'a' }, world)).toEqual({ at: 7, lot: 7 });
    expect(stamp.predict?.({ kind: 'last', key: 'a' }, world)).toBeNull();
  });

  it('should merge to the median time and the first lot', () => {
    const predictions = [
      { at: 9_000, lot: 1 },
      { at: 5, lot: 2 },
      { at: 20, lot: 3 },
    ];
    expect(stamp.merge?.(predictions)).toEqual({ at: 20, lot: 1 });
  });
});
