import { describe, expect, it } from 'vitest';
import { deepFreeze, isDeeplyFrozen } from './freeze.ts';
import { frozenCopy } from './frozen-copy.ts';

describe('isDeeplyFrozen', () => {
  it('should hold for what deepFreeze froze, until something that can be changed is in it', () => {
    const plain = { list: [1, { x: 'y' }], none: null };
    expect(isDeeplyFrozen(plain)).toBe(false);
    deepFreeze(plain);
    expect([isDeeplyFrozen(plain), isDeeplyFrozen(plain.list), isDeeplyFrozen(plain)]).toEqual([
      true,
      true,
      true,
    ]);
    for (const part of [{}, new Map(), new Uint8Array(1), () => 1, Symbol('s'), new Date(0)]) {
      expect(isDeeplyFrozen(Object.freeze([plain, part]))).toBe(false);
    }
  });

  it('should not call what is in a circle frozen before all of the circle is', () => {
    const a: Record<string, unknown> = {};
    const b = Object.freeze({ a });
    a.b = b;
    a.rest = {};
    Object.freeze(a);
    expect([isDeeplyFrozen(b), isDeeplyFrozen(a)]).toEqual([false, false]);
    deepFreeze(a.rest);
    expect([isDeeplyFrozen(b), isDeeplyFrozen(a)]).toEqual([true, true]);
  });
});

describe('frozenCopy', () => {
  it('should be the value itself where nobody can change that, and nothing that anybody holds otherwise', () => {
    const frozen = Object.freeze({ x: 1 });
    expect(frozenCopy(frozen)).toBe(frozen);
    const value = { list: [1] };
    const copy = frozenCopy(value);
    value.list.push(2);
    expect(copy).toEqual({ list: [1] });
    expect(() => copy.list.push(3)).toThrow(TypeError);
    expect([frozenCopy(null), frozenCopy('text')]).toEqual([null, 'text']);
  });
});
