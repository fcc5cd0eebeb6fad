import { describe, expect, it } from 'vitest';
import { Lent } from './lent.ts';

const copyOf = (list: readonly number[]): number[] => [...list];

describe('Lent', () => {
  it('should give each fork what the original was when it was forked', () => {
    const original = [1];
    const loan = new Lent(original, copyOf);
    const forks = [loan.toFork(), loan.toFork(), loan.toFork()];
    const before = forks[0]?.take();
    before?.push(8);
    loan.goOn();
    original.push(2);
    const after = forks.slice(1).map((fork) => fork.take());
    after[0]?.push(9);
    expect([original, before, ...after]).toEqual([[1, 2], [1, 8], [1, 9], [1]]);
  });

  it('should copy nothing for forks that nobody uses, and once for one that goes on beside its original', () => {
    let copies = 0;
    const counted = (list: number[]): number[] => {
      copies++;
      return copyOf(list);
    };
    const unused = new Lent([1], counted);
    for (let i = 0; i < 10; i++) unused.toFork();
    expect(copies).toBe(0);
    const used = new Lent([1], counted);
    const fork = used.toFork();
    used.goOn();
    fork.take();
    expect(copies).toBe(1);
  });
});
