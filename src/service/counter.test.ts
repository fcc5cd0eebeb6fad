import { describe, expect, it } from 'vitest';
import { counter } from './counter.ts';

describe('counter', () => {
  it('should add, return the value, and show every change in its digest', () => {
    const state = counter.initial();
    const digests = new Set([counter.digest(state)]);
    expect(counter.execute(state, { kind: 'add', amount: 3 })).toEqual({ kind: 'add', value: 3 });
    digests.add(counter.digest(state));
    expect(counter.execute(state, { kind: 'add', amount: 2 ** 40 })).toEqual({
      kind: 'add',
      value: 2 ** 40 + 3,
    });
    digests.add(counter.digest(state));
    expect(counter.execute(state, { kind: 'get' })).toEqual({ kind: 'get', value: 2 ** 40 + 3 });
    expect(digests.size).toBe(3);
  });

  it('should be restored from a capture', () => {
    const state = counter.initial();
    counter.execute(state, { kind: 'add', amount: 2 ** 40 });
    const restored = counter.restore(counter.capture(state));
    expect(restored).toEqual(state);
    expect(counter.digest(restored)).toBe(counter.digest(state));
  });
});
