import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import { appendList } from './models/append-list.ts';
import { growingCounter } from './models/counter.ts';
import { onlineChecker } from './online.ts';
import { compare } from './testing/compare.ts';
import { firstBad, generate } from './testing/history.ts';
import { randomFrom } from './testing/random.ts';
import { growingWorkload, listWorkload } from './testing/workloads.ts';

describe('monitors', () => {
  it('should find the same first bad event as brute force and the search: list', () =>
    compare(appendList, (values) => listWorkload(values - 1), 5000, 12, 8));
  it('should find the same first bad event as brute force and the search: growing counter', () =>
    compare(growingCounter, growingWorkload, 5000, 12, 8));

  it('should judge a long history of a counter with many unknown additions', () => {
    const checker = onlineChecker(growingCounter);
    const state = checker.initial();
    const history = generate(growingCounter, randomFrom(2), {
      operations: 800,
      clients: 10,
      unknown: 15,
      failed: 10,
      corrupted: 0,
      ...growingWorkload(30),
    });
    expect(firstBad(checker, history, state)).toBe(-1);
    expect(state.undecided).toBe(0);
    expect(state.judged).toBeGreaterThan(400);
  });

  it('should not close a gap as long as something may return within it', () => {
    const { add, checker, state } = setUp();
    for (const id of [1, 2, 3]) add(id, id);
    checker.call(state, 4, 4, { kind: 'get' });
    checker.call(state, 5, 5, { kind: 'get' });
    for (const id of [1, 2, 3]) checker.unknown(state, id);
    expect(checker.returned(state, 4, { kind: 'get', value: 6 })).toBeUndefined();
    expect(checker.returned(state, 5, { kind: 'get', value: 5 })).toBeUndefined(); // between 2 + 3 and 1
  });

  it('should find amounts that do not add up, and a reading in the midst of an addition', () => {
    const first = setUp();
    for (const id of [3, 5]) first.add(id, id);
    first.checker.call(first.state, 9, 9, { kind: 'get' });
    const bad = first.checker.returned(first.state, 9, { kind: 'get', value: 7 });
    expect(bad === undefined ? undefined : explain(growingCounter, bad)).toMatchObject({
      title: 'no legal order',
      facts: expect.arrayContaining([expect.stringContaining('before it the state was 0')]),
    });
    const second = setUp();
    second.add(3, 3);
    second.checker.call(second.state, 9, 9, { kind: 'get' });
    expect(second.checker.returned(second.state, 3, { kind: 'add', value: 3 })).toBeUndefined();
    expect(second.checker.returned(second.state, 9, { kind: 'get', value: 2 })).toMatchObject({
      object: '3',
    });
  });

  it('should say that it cannot tell when the amounts are too many', () => {
    const checker = onlineChecker(growingCounter, { budget: 500 });
    const state = checker.initial();
    for (let id = 0; id < 40; id++)
      checker.call(state, id, id, { kind: 'add', amount: 10_000 + 2 * id * id });
    checker.call(state, 99, 99, { kind: 'get' });
    expect(checker.returned(state, 99, { kind: 'get', value: 200_001 })).toBeUndefined(); // odd: it has no explanation
    expect(state.undecided).toBe(1);
  });
});

function setUp() {
  const checker = onlineChecker(growingCounter);
  const state = checker.initial();
  return {
    checker,
    state,
    add: (id: number, amount: number) => checker.call(state, id, id, { kind: 'add', amount }),
  };
}
