import { describe, expect, it } from 'vitest';
import { type KvOperation, kv } from './kv.ts';

describe('kv', () => {
  it('should read, write, swap and append', () => {
    const state = kv.initial();
    const run = (operation: KvOperation) => kv.execute(state, operation);
    expect(run({ kind: 'read', key: 'a' })).toEqual({ kind: 'read', value: null });
    expect(run({ kind: 'cas', key: 'a', from: 'x', to: 'y' })).toEqual({ kind: 'cas', swapped: false });
    expect(run({ kind: 'cas', key: 'a', from: null, to: 'y' })).toEqual({ kind: 'cas', swapped: true });
    expect(run({ kind: 'cas', key: 'a', from: 'y', to: 'z' })).toEqual({ kind: 'cas', swapped: true });
    expect(run({ kind: 'write', key: 'b', value: '1' })).toEqual({ kind: 'write' });
    expect(run({ kind: 'append', key: 'b', value: '2' })).toEqual({ kind: 'append', value: '1,2' });
    expect(run({ kind: 'append', key: 'c', value: '3' })).toEqual({ kind: 'append', value: '3' });
    expect(run({ kind: 'read', key: 'a' })).toEqual({ kind: 'read', value: 'z' });
  });

  it('should have one digest per content, whatever its history', () => {
    const digestAfter = (...operations: KvOperation[]): number => {
      const state = kv.initial();
      for (const operation of operations) kv.execute(state, operation);
      return kv.digest(state);
    };
    const write = (key: string, value: string): KvOperation => ({ kind: 'write', key, value });
    const append = (key: string, value: string): KvOperation => ({ kind: 'append', key, value });
    const target = digestAfter(write('a', '1,2'), write('b', 'x'));
    expect(digestAfter(write('b', 'x'), append('a', '1'), append('a', '2'))).toBe(target);
    expect(digestAfter(write('b', 'y'), write('a', '1,2'), write('b', 'x'))).toBe(target);
    const others = [
      digestAfter(),
      digestAfter(write('a', '1,2')),
      digestAfter(write('a', 'x'), write('b', '1,2')),
      digestAfter(write('a1', ',2'), write('b', 'x')),
      digestAfter(write('a', '1,2'), write('b', 'x'), write('c', '')),
    ];
    expect(new Set([target, ...others]).size).toBe(6);
  });

  it('should capture equal states equally, in whatever order they were written, and be restored from that', () => {
    const states = [
      ['a', 'b'],
      ['b', 'a'],
    ].map((keys) => {
      const state = kv.initial();
      for (const key of keys) kv.execute(state, { kind: 'write', key, value: `of ${key}` });
      for (const value of ['x', 'y']) kv.execute(state, { kind: 'append', key: 'c', value });
      return state;
    });
    const [first = kv.initial(), second = kv.initial()] = states;
    expect(kv.capture(first)).toEqual(kv.capture(second));
    const restored = kv.restore(kv.capture(first));
    expect(restored).toEqual(second);
    expect(kv.digest(restored)).toBe(kv.digest(first));
    kv.execute(first, { kind: 'append', key: 'c', value: 'z' });
    kv.execute(restored, { kind: 'append', key: 'c', value: 'z' });
    expect(kv.digest(restored)).toBe(kv.digest(first));
  });

  it('should capture the same in parts, whatever is written between them', () => {
    const state = kv.initial();
    const write = (i: number, value: string): unknown =>
      kv.execute(state, { kind: 'write', key: `k${i}`, value });
    for (let i = 0; i < 200; i++) write(i, 'old');
    const whole = kv.capture(state);
    const frozen = kv.freeze(state);
    const parts = frozen.map((part, i) => {
      write(i, 'new');
      write(1000 + i, 'new');
      return kv.capturePart(part);
    });
    expect(parts).toEqual(whole);
    expect(kv.capture(state)).not.toEqual(whole);
    expect(kv.freeze(state).map(kv.capturePart)).toEqual(kv.capture(state));
    expect(frozen.map(kv.capturePart)).toEqual(whole);
  });

  it('should copy a part for the first write to it after a freeze, and for no later one', () => {
    const state = kv.initial();
    const write = (value: string): unknown => kv.execute(state, { kind: 'write', key: 'a', value });
    write('1');
    const [before] = kv.freeze(state).filter((part) => part !== null);
    write('2');
    const [copy] = state.buckets.filter((bucket) => bucket !== null);
    expect(copy).not.toBe(before);
    write('3');
    expect(state.buckets.filter((bucket) => bucket !== null)).toEqual([copy]);
    expect(state.buckets).toContain(copy);
  });
});
