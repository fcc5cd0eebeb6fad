import { describe, expect, it } from 'vitest';
import { judgeText } from '../testing/judge-text.ts';
import { atOnce, checkWorkloads, inTurn, lines } from '../testing/workload-cases.ts';

describe('transactions on lists', () => {
  const a = (key: string, value: number): readonly unknown[] => ['append', key, value];
  const r = (key: string, value: readonly number[]): readonly unknown[] => ['r', key, value];
  const failed = lines([7, 'invoke', 'txn', [a('x', 9)]], [7, 'fail', 'txn', [a('x', 9)]]);
  checkWorkloads([
    [
      'a serial history',
      atOnce([a('x', 1)], [r('x', [1]), a('x', 2)], [r('x', [1, 2])]),
      'ok',
      /✓ no anomaly.*list-append/,
    ],
    [
      'G0: writes in a circle',
      atOnce([a('x', 1), a('y', 1)], [a('x', 2), a('y', 2)], [r('x', [1, 2]), r('y', [2, 1])]),
      'bad 5',
      /✗ G0 {2}[\s\S]*appended 1 to x, that of line 2 appended 2 right behind it/,
    ],
    ['G1a: a read of what failed', failed + atOnce([r('x', [9])]), 'bad 4', /✗ G1a/],
    [
      'G1b: a read in the middle',
      atOnce([a('x', 1), a('x', 2)], [r('x', [1])], [r('x', [1, 2])]),
      'bad 5',
      /✗ G1b/,
    ],
    [
      'G1c: information in a circle',
      atOnce([a('x', 1), r('y', [1])], [a('y', 1), r('x', [1])]),
      'bad 4',
      /✗ G1c/,
    ],
    [
      'G-single: a read that saw half',
      atOnce([r('x', [1]), r('y', [])], [a('x', 1), a('y', 1)]),
      'bad 4',
      /✗ G-single[\s\S]*read y before 1 was in it/,
    ],
    ['G2: a write skew', atOnce([r('x', []), a('y', 1)], [r('y', []), a('x', 1)]), 'bad 4', /✗ G2/],
    [
      'a lost update',
      atOnce([r('x', []), a('x', 1)], [r('x', []), a('x', 2)], [r('x', [1, 2])]),
      'bad 5',
      /✗ G-single/,
    ],
    [
      'orders that do not fit',
      atOnce([a('x', 1)], [a('x', 2)], [r('x', [1, 2])], [r('x', [2])]),
      'bad 8',
      /✗ incompatible order/,
    ],
    ['an internal contradiction', atOnce([a('x', 1), r('x', [])]), 'bad 2', /✗ internal/],
    [
      'what a transaction appended itself',
      atOnce([a('x', 1)], [r('x', [1]), a('x', 2), r('x', [1, 2])]),
      'ok',
      /✓/,
    ],
    ['an element twice', atOnce([a('x', 1)], [r('x', [1, 1])]), 'bad 4', /element twice/],
    ['an element out of nowhere', atOnce([r('x', [5]), a('y', 1)]), 'bad 2', /out of nowhere/],
    [
      'a read that is behind real time',
      inTurn(
        ['txn', [a('x', 1)], [a('x', 1)]],
        ['txn', [['r', 'x', null]], [r('x', [])]],
        ['txn', [['r', 'x', null]], [r('x', [1])]],
      ),
      'bad 4',
      /serializable, but not strictly[\s\S]*returned before/,
    ],
    ['unread appends', atOnce([r('x', []), a('x', 1)], [a('y', 2)]), 'ok', /✓/],
    ['an unread append of a transaction that read', atOnce([r('x', []), a('x', 1)]), 'ok', /✓/],
    [
      'transactions in EDN',
      '{:process 0 :type :invoke :f :txn :value [[:append 1 2] [:r 1 nil]]}\n{:process 0 :type :ok :f :txn :value [[:append 1 2] [:r 1 [2]]]}\n',
      'ok',
      /✓ no anomaly/,
    ],
  ]);
});

describe('transactions on registers', () => {
  const model = ['--model', 'rw-register'];
  const w = (key: string, value: number): readonly unknown[] => ['w', key, value];
  const r = (key: string, value: number | null): readonly unknown[] => ['r', key, value];
  const failed = lines([7, 'invoke', 'txn', [w('x', 9)]], [7, 'fail', 'txn', [w('x', 9)]]);
  checkWorkloads([
    [
      'a serial history',
      atOnce([w('x', 1)], [r('x', 1), w('x', 2)], [r('x', 2)]),
      'ok',
      /✓ no anomaly/,
      ...model,
    ],
    ['G1a: a read of what failed', failed + atOnce([r('x', 9)]), 'bad 4', /✗ G1a/, ...model],
    ['G1b: a read in the middle', atOnce([w('x', 1), w('x', 2)], [r('x', 1)]), 'bad 4', /✗ G1b/, ...model],
    [
      'G1c: information in a circle',
      atOnce([w('x', 1), r('y', 1)], [w('y', 1), r('x', 1)]),
      'bad 4',
      /✗ G1c/,
      ...model,
    ],
    [
      'G-single: a read that saw half',
      atOnce([r('x', 1), r('y', null)], [w('x', 1), w('y', 1)]),
      'bad 4',
      /✗ G-single/,
      ...model,
    ],
    [
      'G2: a write skew',
      atOnce([r('x', null), w('y', 1)], [r('y', null), w('x', 1)]),
      'bad 4',
      /✗ G2/,
      ...model,
    ],
    [
      'a lost update',
      atOnce([r('x', null), w('x', 1)], [r('x', null), w('x', 2)]),
      'bad 4',
      /✗ G2/,
      ...model,
    ],
    ['a write of one that read nothing', atOnce([r('x', null), w('x', 1)]), 'ok', /✓/, ...model],
    ['a value out of nowhere', atOnce([r('x', 5), w('y', 1)]), 'bad 2', /out of nowhere/, ...model],
    [
      'an internal contradiction',
      atOnce([w('x', 1), r('x', 2)], [w('x', 2)]),
      'bad 3',
      /✗ internal/,
      ...model,
    ],
    [
      'a read that is behind real time',
      inTurn(['txn', [w('x', 1)], [w('x', 1)]], ['txn', [r('x', null)], [r('x', null)]]),
      'bad 4',
      /not strictly/,
      ...model,
    ],
    ['a value that is written twice', atOnce([w('x', 1)], [w('x', 1)]), 'refused 2', /^$/, ...model],
  ]);
});

it('should leave transactions to the search whose values do not tell who wrote them', async () => {
  const again = Array.from({ length: 600 }, (): readonly [string, unknown, unknown] => [
    'txn',
    [['w', 'x', 1]],
    [['w', 'x', 1]],
  ]);
  expect((await judgeText(inTurn(...again))).out).toMatch(/✓ linearizable.*multi-key/);
  const distinct = again.map((_, i): readonly [string, unknown, unknown] => [
    'txn',
    [['w', 'x', i]],
    [['w', 'x', i]],
  ]);
  expect((await judgeText(inTurn(...distinct))).out).toMatch(/✓ no anomaly.*rw-register/);
});
