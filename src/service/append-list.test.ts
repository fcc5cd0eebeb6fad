import { describe, expect, it } from 'vitest';
import { appendList } from './append-list.ts';

describe('append-list', () => {
  it('should keep the order of pushes', () => {
    const state = appendList.initial();
    expect(appendList.execute(state, { kind: 'last' })).toEqual({ kind: 'last', value: null });
    expect(appendList.execute(state, { kind: 'push', value: 'a' })).toEqual({ kind: 'push', length: 1 });
    expect(appendList.execute(state, { kind: 'push', value: 'b' })).toEqual({ kind: 'push', length: 2 });
    expect(appendList.execute(state, { kind: 'last' })).toEqual({ kind: 'last', value: 'b' });
    expect(appendList.execute(state, { kind: 'at', index: 0 })).toEqual({ kind: 'at', value: 'a' });
    expect(appendList.execute(state, { kind: 'at', index: 9 })).toEqual({ kind: 'at', value: null });
    expect(appendList.execute(state, { kind: 'list' })).toEqual({ kind: 'list', values: ['a', 'b'] });
  });

  it('should have different digests for different orders and boundaries', () => {
    const digestOf = (...values: string[]): number => {
      const state = appendList.initial();
      for (const value of values) appendList.execute(state, { kind: 'push', value });
      return appendList.digest(state);
    };
    expect(digestOf('a', 'b')).toBe(digestOf('a', 'b'));
    const digests = [
      digestOf(),
      digestOf('a'),
      digestOf('a', 'b'),
      digestOf('b', 'a'),
      digestOf('ab'),
      digestOf('', 'ab'),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('should be restored from a capture', () => {
    const state = appendList.initial();
    for (const value of ['a', 'bc']) appendList.execute(state, { kind: 'push', value });
    const captured = appendList.capture(state);
    const restored = appendList.restore(captured);
    expect(restored).toEqual(state);
    appendList.execute(state, { kind: 'push', value: 'd' });
    expect(appendList.restore(captured)).toEqual(restored);
  });
});
