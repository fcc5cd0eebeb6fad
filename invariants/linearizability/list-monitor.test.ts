import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import type { ListFacts } from './list-monitor.ts';
import { appendList } from './models/append-list.ts';
import { onlineChecker } from './online.ts';
import { firstBad, generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import { listWorkload } from './testing/workloads.ts';

describe('list monitor', () => {
  it('should judge long histories with many unknown pushes, and keep nothing of those whose place is known', () => {
    const checker = onlineChecker(appendList);
    const state = checker.initial();
    const history = generate(appendList, randomFrom(1), {
      operations: 3000,
      clients: 12,
      unknown: 30,
      failed: 10,
      corrupted: 0,
      ...listWorkload(0),
    });
    expect(firstBad(checker, history, state)).toBe(-1);
    const [partition] = state.partitions.values();
    expect(state.undecided).toBe(0);
    expect(state.judged).toBeGreaterThan(1500);
    expect(partition?.facts).toMatchObject({ kind: 'list' });
    const facts = partition?.facts as ListFacts; // as just seen
    expect(facts.values.length).toBeGreaterThan(1000);
    expect(facts.holes.length).toBeLessThan(12);
  });

  it('should find the return that takes the only push which could have filled a hole', () => {
    const { checker, state, returned } = setUp();
    for (const id of [1, 2, 3, 4]) checker.call(state, id, id, { kind: 'push', value: `v${id}` });
    expect(returned(1, 2)).toBeUndefined(); // one of the others was there before
    expect(returned(2, 4)).toBeUndefined(); // and another one in between
    expect(returned(3, 5)?.object).toBe('[? v1 ? v2]');
  });

  it('should not let a push fill a hole that was seen before it was called', () => {
    const { checker, state, returned } = setUp();
    checker.call(state, 1, 1, { kind: 'push', value: 'a' });
    checker.call(state, 2, 2, { kind: 'push', value: 'b' });
    expect(returned(1, 2)).toBeUndefined();
    checker.call(state, 3, 3, { kind: 'push', value: 'c' });
    const bad = returned(3, 1);
    expect(bad?.op.id).toBe(3);
    expect(bad === undefined ? undefined : explain(appendList, bad)).toMatchObject({
      title: 'no legal order',
      witness: 'push: fits nowhere',
    });
  });

  it('should miss a failed push where a hole needs its value', () => {
    const { checker, state } = setUp();
    for (const id of [1, 2]) checker.call(state, id, id, { kind: 'push', value: `v${id}` });
    checker.unknown(state, 1);
    checker.call(state, 3, 3, { kind: 'list' });
    expect(checker.returned(state, 3, { kind: 'list', values: ['v2'] })).toBeUndefined();
    expect(checker.failed(state, 2)).toMatchObject({ failed: true, object: '[v2]' });
  });

  it('should refuse places that are none', () => {
    for (const length of [0, -1, 1.5, Number.NaN, 2, 1e9]) {
      const { checker, state, returned } = setUp();
      checker.call(state, 1, 1, { kind: 'push', value: 'a' });
      expect(returned(1, length)).toBeDefined();
    }
  });
});

function setUp() {
  const checker = onlineChecker(appendList);
  const state = checker.initial();
  return {
    checker,
    state,
    returned: (id: number, length: number) => checker.returned(state, id, { kind: 'push', length }),
  };
}
