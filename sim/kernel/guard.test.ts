import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { withoutNondeterminism } from './guard.ts';

setFlagsFromString('--allow-natives-syntax');
/** True if V8 keeps the properties at fixed offsets, rather than in a hash table. */
const isFast = new Function('object', 'return %HasFastProperties(object)') as (object: object) => boolean; // as written here

describe('withoutNondeterminism', () => {
  it('should leave Math fast, and properties as enumerable as they were', () => {
    const enumerable = Object.getOwnPropertyDescriptor(Math, 'random')?.enumerable;
    withoutNondeterminism(() => {
      expect(() => Math.random()).toThrow('Math.random()');
      expect(isFast(Math)).toBe(true);
      expect(Object.getOwnPropertyDescriptor(Math, 'random')?.enumerable).toBe(enumerable);
    });
    expect(isFast(Math)).toBe(true);
    expect(Math.random()).toBeLessThan(1);
  });
});
