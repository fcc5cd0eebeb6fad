import { describe, expect, test } from 'vitest';
import { amount } from '../../sim/testing/long.ts';
import { counter } from './models/counter.ts';
import type { KvOperation } from './models/kv.ts';
import { kv } from './models/kv.ts';
import { register } from './models/register.ts';
import { stamp } from './models/stamp.ts';
import { onlineChecker } from './online.ts';
import { compare } from './testing/compare.ts';
import { firstBad, generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import { vague, vagueWorkload } from './testing/vague.ts';
import { counterWorkload, kvWorkload, registerWorkload, stampWorkload } from './testing/workloads.ts';

describe('online checker', () => {
  test('should find the same first bad event as brute force: register', () =>
    compare(register, registerWorkload, amount(1500, 6000)));
  test('should find the same first bad event as brute force: kv', () =>
    compare(kv, kvWorkload, amount(1500, 6000)));
  test('should find the same first bad event as brute force: counter', () =>
    compare(counter, counterWorkload, amount(1000, 4000)));
  test('should find the same first bad event as brute force: stamp', () =>
    compare(stamp(3), stampWorkload, amount(1000, 4000), 12, 6));
  test('should find the same first bad event as brute force: writes that leave something open', () =>
    compare(vague, vagueWorkload, amount(1000, 5000), 10, 6));
  test('should find the same first bad event as brute force: kv, long', () =>
    compare(kv, kvWorkload, amount(800, 3000), 18));

  test('should not keep what can no longer matter while one operation stays open', () => {
    const checker = onlineChecker(kv);
    const state = checker.initial();
    const key = 'k0';
    checker.call(state, 1000, 7, { kind: 'append', key, value: 'late' });
    const history = generate(kv, randomFrom(1), {
      operations: 60,
      clients: 7,
      unknown: 0,
      failed: 0,
      corrupted: 0,
      corrupt: (_, result) => result,
      operation(random, id): KvOperation {
        const dice = random(10);
        if (dice < 2) return { kind: 'read', key };
        if (dice < 8) return { kind: 'write', key, value: `v${id}` };
        return { kind: 'cas', key, from: `v${Math.max(0, id - 1 - random(12))}`, to: `v${id}` };
      },
    });
    let most = 0;
    for (const event of history) {
      expect(firstBad(checker, [event], state)).toBe(-1);
      for (const { configurations } of state.partitions.values())
        most = Math.max(most, configurations.length);
    }
    expect(state.undecided).toBe(0);
    expect(most).toBeLessThan(20);
  });
});
