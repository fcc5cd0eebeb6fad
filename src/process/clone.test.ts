import { describe, expect, it } from 'vitest';
import { clone } from './clone.ts';
import { allocate, seal } from './codec.ts';
import { ContractError } from './contract-error.ts';
import { deepFreeze } from './freeze.ts';
import { randomGraph } from './testing/random-graph.ts';

describe('clone', () => {
  it('should make what structuredClone makes, shared parts and cycles included, of random data', () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const value = randomGraph(seed);
      const copy = clone(value);
      expect(copy).toEqual(structuredClone(value));
      expect(shape(copy)).toEqual(shape(value));
      expect(sharedWith(value, copy)).toEqual([]);
    }
  });

  it('should share what is frozen through and through, and nothing else', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const frozen = randomGraph(seed, ['array', 'object', 'bare']);
      deepFreeze(frozen);
      const copy = clone({ frozen, again: [frozen], own: randomGraph(seed + 1) });
      expect(copy.frozen).toBe(frozen);
      expect(copy.again[0]).toBe(frozen);
    }
    const inner = { count: 0 };
    const shell = Object.freeze({ inner, list: Object.freeze([inner, Object.freeze({ fine: true })]) });
    const copy = clone(shell);
    expect(copy).toEqual(shell);
    expect(copy.inner).not.toBe(inner);
    expect(copy.list[0]).toBe(copy.inner);
    expect(copy.list[1]).toBe(shell.list[1]);
    expect(Object.isFrozen(copy) && Object.isFrozen(copy.list)).toBe(true);
  });

  it('should not take a frozen Map, Set or typed array for one that nobody can change', () => {
    const value = Object.freeze({ map: Object.freeze(new Map([[1, 2]])), none: Object.freeze(new Set([3])) });
    const copy = clone(value);
    value.map.set(1, 5);
    value.none.add(4);
    expect(copy).toEqual({ map: new Map([[1, 2]]), none: new Set([3]) });
    const bytes = deepFrozen({ bytes: Uint8Array.of(1, 2) });
    const separate = clone(bytes);
    bytes.bytes[0] = 9;
    expect(separate.bytes).toEqual(Uint8Array.of(1, 2));
  });

  it('should see again that an object is frozen by now', () => {
    const value = { part: { x: 1 } };
    expect(clone(value)).not.toBe(value);
    expect(clone(deepFrozen(value))).toBe(value);
  });

  it('should survive frozen cycles', () => {
    const a: Record<string, unknown> = {};
    const b = Object.freeze({ a });
    a.b = b;
    expect(clone(b).a.b).not.toBe(b);
    Object.freeze(a);
    expect(clone(b)).toBe(b);
  });

  it('should copy the view of a slab, and not the slab', () => {
    const sealed = seal({ x: 1 });
    const cut = allocate(100);
    cut[99] = 7;
    const copy = clone({ sealed, cut, again: cut });
    expect(copy.sealed).toEqual(sealed);
    expect(copy.cut).toEqual(cut);
    expect(copy.again).toBe(copy.cut);
    cut[99] = 8;
    expect(copy.cut[99]).toBe(7);
    const large = clone(allocate(5000));
    expect(large.buffer.byteLength).toBe(5000);
  });

  it('should let views of one buffer be views of one copy', () => {
    const whole = new Uint8Array(16);
    const value = { whole, words: new Uint32Array(whole.buffer, 4, 2) };
    const copy = clone(value);
    copy.words[0] = 0xffffffff;
    expect([...copy.whole.subarray(3, 9)]).toEqual([0, 255, 255, 255, 255, 0]);
    expect(whole.some((byte) => byte !== 0)).toBe(false);
  });

  it('should keep a Buffer a Buffer', () => {
    const bytes = Buffer.from('tide');
    const copy = clone({ bytes }).bytes;
    expect(copy.toString()).toBe('tide');
    bytes[0] = 0x62;
    expect(copy.toString()).toBe('tide');
  });

  it('should keep holes, odd keys and objects without a prototype', () => {
    const holes: unknown[] = [1];
    holes[3] = { x: 1 };
    const copy = clone(holes);
    expect([copy.length, 1 in copy, copy[3]]).toEqual([4, false, { x: 1 }]);
    const odd = JSON.parse('{"__proto__": {"x": [1]}, "constructor": {"y": 2}}') as object;
    expect(JSON.stringify(clone(odd))).toBe(JSON.stringify(odd));
    expect(Object.getPrototypeOf(clone(odd))).toBe(Object.prototype);
    const bare = Object.assign(Object.create(null), { toString: { deep: true } }) as object;
    expect(Object.getPrototypeOf(clone(bare))).toBe(null);
    expect(clone(bare)).toEqual(bare);
  });

  it.each([
    [{ log: [1, { handler: () => 1 }] }, 'its log[1].handler is a function'],
    [new Map([['k', { at: new Date(0) }]]), 'its get(k).at is a Date'],
    [[new (class Counter {})()], 'its [0] is an instance of Counter'],
    [{ a: { b: Symbol('s') } }, 'its a.b is a symbol'],
    [{ promise: Promise.resolve() }, 'its promise is an instance of Promise'],
    [{ view: new DataView(new ArrayBuffer(1)) }, 'its view is a DataView'],
    [{ list: new (class List extends Array {})() }, 'its list is an instance of List'],
    [{ map: new (class Table extends Map {})() }, 'its map is a Table'],
    [{ weak: new WeakMap() }, 'its weak is an instance of WeakMap'],
    [new Set([/x/]), 'its values() is an instance of RegExp'],
    [
      { bytes: new Uint8Array(new SharedArrayBuffer(1)) },
      'its bytes.buffer is an instance of SharedArrayBuffer',
    ],
    [Object.freeze([Object.freeze(new Date(0))]), 'its [0] is a Date'],
    [() => 1, 'it is a function'],
  ])('should refuse what has no copy, and say where it is: %#', (value, where) => {
    expect(() => clone<unknown>(value, 'the state of process 2')).toThrow(ContractError);
    expect(() => clone<unknown>(value, 'the state of process 2')).toThrow(
      `the state of process 2 cannot be copied: ${where}; only primitive values`,
    );
  });

  it('should say so when there is no end to it', () => {
    let list: object = {};
    for (let i = 0; i < 100_000; i++) list = { list };
    expect(() => clone(list, 'the list')).toThrow('the list cannot be copied: it is nested too deeply');
  });
});

function deepFrozen<T>(value: T): T {
  deepFreeze(value);
  return value;
}

/** Which of the objects in a value are one and the same, by their places in a walk. */
function shape(value: unknown): number[] {
  const numbers = new Map<object, number>();
  const walk: number[] = [];
  const visit = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return;
    const known = numbers.get(at);
    walk.push(known ?? -1);
    if (known !== undefined) return;
    numbers.set(at, numbers.size);
    for (const part of partsOf(at)) visit(part);
  };
  visit(value);
  return walk;
}

/** Objects that are in both. */
function sharedWith(a: unknown, b: unknown): object[] {
  const inA = objectsOf(a);
  return [...objectsOf(b)].filter((object) => inA.has(object));
}

function objectsOf(value: unknown, found = new Set<object>()): Set<object> {
  if (typeof value !== 'object' || value === null || found.has(value)) return found;
  found.add(value);
  for (const part of partsOf(value)) objectsOf(part, found);
  return found;
}

function partsOf(value: object): unknown[] {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  return ArrayBuffer.isView(value) ? [value.buffer] : Object.values(value);
}
