import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../invariants/linearizability/formats/format.ts';
import { VOCABULARIES } from '../../../invariants/linearizability/formats/words/index.ts';
import { WORKLOADS } from '../../../invariants/linearizability/workloads/index.ts';
import { FORMAT_NAMES, MODEL_NAMES, WORKLOAD_NAMES } from './names.ts';
import { judgeText, verdictOf } from './testing/judge-text.ts';

type Row = readonly [process: number, type: 'invoke' | 'ok' | 'fail' | 'info', f: string, value: unknown];

const lines = (...rows: readonly Row[]): string =>
  rows.map(([process, type, f, value]) => `${JSON.stringify({ process, type, f, value })}\n`).join('');

/** Sequential operations, each by a separate process: name, argument, result. */
const inTurn = (...rows: readonly (readonly [f: string, given: unknown, said: unknown])[]): string =>
  lines(
    ...rows.flatMap(([f, given, said], i): Row[] => [
      [i, 'invoke', f, given],
      [i, 'ok', f, said],
    ]),
  );

/** Overlapping transactions: all are invoked before any returns. */
const atOnce = (...transactions: readonly (readonly (readonly unknown[])[])[]): string =>
  lines(
    ...transactions.map(
      (txn, i): Row => [i, 'invoke', 'txn', txn.map(([f, key, value]) => [f, key, f === 'r' ? null : value])],
    ),
    ...transactions.map((txn, i): Row => [i, 'ok', 'txn', txn]),
  );

type Case = readonly [what: string, content: string, verdict: string, title: RegExp, ...words: string[]];

const check = (cases: readonly Case[]): void => {
  const named = cases.map(([what, content, verdict, title, ...words]) => ({
    what,
    content,
    verdict,
    title,
    words,
  }));
  it.each(named)('should judge $what', async ({ content, verdict, title, words }) => {
    expect(await verdictOf(content, ...words)).toBe(verdict);
    expect((await judgeText(content, ...words)).out).toMatch(title);
  });
};

it('should name what there is in its help', () => {
  expect(WORKLOAD_NAMES).toEqual(Object.keys(WORKLOADS));
  expect(MODEL_NAMES).toEqual(Object.keys(VOCABULARIES));
  expect(FORMAT_NAMES).toEqual([...FORMATS]);
});

describe('sets with final reads', () => {
  const unknown: Row[] = [
    [7, 'invoke', 'add', 3],
    [7, 'info', 'add', 3],
  ];
  check([
    [
      'a set with everything in it',
      inTurn(['add', 1, 1], ['add', 2, 2], ['read', null, [2, 1]]),
      'ok',
      /✓ every element.*set-full/,
    ],
    [
      'a lost element',
      inTurn(['add', 1, 1], ['add', 2, 2], ['read', null, [2]]),
      'bad 6',
      /✗ lost elements[\s\S]*1: known[\s\S]*lost 1/,
    ],
    [
      'an element that was lost after it had been seen',
      inTurn(['add', 1, null], ['read', null, [1]], ['read', null, []]),
      'bad 6',
      /lost elements/,
    ],
    [
      'an element that was late',
      inTurn(['add', 1, null], ['read', null, []], ['read', null, [1]]),
      'ok',
      /stale 1/,
    ],
    [
      'an element that was recovered',
      lines(...unknown) + inTurn(['add', 1, 1], ['read', null, [1, 3]]),
      'ok',
      /recovered 1/,
    ],
    [
      'an unknown one that is not there',
      lines(...unknown) + inTurn(['add', 1, 1], ['read', null, [1]]),
      'ok',
      /never read 1/,
    ],
    [
      'an element that nobody added',
      inTurn(['add', 1, 1], ['read', null, [1, 9]]),
      'bad 4',
      /out of nowhere/,
    ],
    [
      'an element that failed',
      lines([0, 'invoke', 'add', 1], [0, 'fail', 'add', 1]) + inTurn(['read', null, [1]]),
      'bad 4',
      /failed add/,
    ],
    ['an element twice', inTurn(['add', 1, 1], ['read', null, [1, 1]]), 'bad 4', /element twice/],
    [
      'a set that nobody read',
      inTurn(['add', 1, 1], ['add', 2, 2]),
      'exit 4',
      /nobody read/,
      '--model',
      'set-full',
    ],
  ]);
});

describe('queues that are drained', () => {
  check([
    [
      'a queue that gives all back, in whatever order',
      inTurn(['enqueue', 1, 1], ['enqueue', 2, 2], ['dequeue', null, 2], ['drain', null, [1]]),
      'ok',
      /✓ what went in/,
    ],
    [
      'a lost element',
      inTurn(['enqueue', 1, 1], ['enqueue', 2, 2], ['dequeue', null, 2], ['drain', null, []]),
      'bad 8',
      /✗ lost elements/,
    ],
    [
      'an element out of nowhere',
      inTurn(['enqueue', 1, 1], ['dequeue', null, 3], ['drain', null, [1]]),
      'bad 4',
      /out of nowhere/,
    ],
    [
      'an element that comes out twice',
      inTurn(['enqueue', 1, 1], ['dequeue', null, 1], ['drain', null, [1]]),
      'ok',
      /duplicated 1/,
    ],
    [
      'an element that was recovered',
      lines([7, 'invoke', 'enqueue', 5], [7, 'info', 'enqueue', 5]) + inTurn(['drain', null, [5]]),
      'ok',
      /recovered 1/,
    ],
    [
      'a queue that was not drained',
      inTurn(['enqueue', 1, 1], ['enqueue', 2, 2], ['dequeue', null, 2]),
      'exit 4',
      /not drained/,
      '--model',
      'total-queue',
    ],
  ]);
});

describe('workloads as operations with times', () => {
  const timed = (...rows: readonly (readonly [op: string, value: unknown])[]): string =>
    rows
      .map(
        ([op, value], i) => `${JSON.stringify({ client: i, op, value, call: 2 * i, return: 2 * i + 1 })}\n`,
      )
      .join('');
  check([
    [
      'a drained queue',
      timed(['enqueue', 1], ['enqueue', 2], ['dequeue', 2], ['drain', []]),
      'bad 4',
      /✗ lost elements/,
    ],
    ['a set', timed(['add', 1], ['add', 2], ['read', [2]]), 'bad 3', /✗ lost elements/],
    ['ids', timed(['generate', 1], ['generate', 1]), 'bad 2', /1 was given twice/],
    [
      'a bank',
      timed(['read', { a: 1 }], ['transfer', {}], ['read', { a: 2 }]),
      'bad 3',
      /money made or lost/,
    ],
    [
      'transactions',
      `{"client":0,"op":"txn","value":[["r","x",null],["append","y",1]],"call":1,"return":5}
{"client":1,"op":"txn","value":[["r","y",null],["append","x",1]],"call":2,"return":6}\n`,
      'bad 2',
      /✗ G2/,
    ],
  ]);
});

describe('counters between bounds', () => {
  const model = ['--model', 'counter-bounds'];
  const maybe: Row[] = [
    [7, 'invoke', 'add', 3],
    [7, 'info', 'add', 3],
  ];
  check([
    ['a sum', inTurn(['add', 1, 1], ['add', 2, 2], ['read', null, 3]), 'ok', /✓/, ...model],
    [
      'a sum that is too small',
      inTurn(['add', 1, 1], ['add', 2, 2], ['read', null, 2]),
      'bad 6',
      /at least 3/,
      ...model,
    ],
    ['a sum that is too big', inTurn(['add', 1, 1], ['read', null, 2]), 'bad 4', /at most 1/, ...model],
    [
      'an add that may have acted',
      lines(...maybe) + inTurn(['add', 1, 1], ['read', null, 4]),
      'ok',
      /✓/,
      ...model,
    ],
    [
      'an add that may not have acted',
      lines(...maybe) + inTurn(['add', 1, 1], ['read', null, 1]),
      'ok',
      /✓/,
      ...model,
    ],
    ['what was taken away', inTurn(['add', 5, 5], ['add', -2, -2], ['read', null, 3]), 'ok', /✓/, ...model],
    [
      'what was not taken away',
      inTurn(['add', 5, 5], ['add', -2, -2], ['read', null, 5]),
      'bad 6',
      /at most 3/,
      ...model,
    ],
    [
      'an add while it is read',
      lines([0, 'invoke', 'read', null], [1, 'invoke', 'add', 4], [0, 'ok', 'read', 4], [1, 'ok', 'add', 4]),
      'ok',
      /✓/,
      ...model,
    ],
  ]);
});

describe('banks', () => {
  const transfer = ['transfer', { from: 0, to: 1, amount: 3 }, { from: 0, to: 1, amount: 3 }] as const;
  check([
    [
      'a bank that keeps its money',
      inTurn(['read', null, { 0: 10, 1: 0 }], transfer, ['read', null, { 0: 7, 1: 3 }]),
      'ok',
      /✓ every read has 10 in 2/,
    ],
    [
      'money that is lost',
      inTurn(['read', null, { 0: 10, 1: 0 }], transfer, ['read', null, { 0: 7, 1: 2 }]),
      'bad 6',
      /9 together, but an earlier read had 10/,
    ],
    [
      'a balance below nothing',
      inTurn(transfer, ['read', null, { 0: -3, 1: 13 }]),
      'bad 4',
      /account "0" has -3/,
    ],
    [
      'an account without a balance',
      inTurn(transfer, ['read', null, { 0: null, 1: 13 }]),
      'bad 4',
      /no balance/,
    ],
    [
      'balances in a list',
      inTurn(transfer, ['read', null, [7, 3]], ['read', null, [7, 4]]),
      'bad 6',
      /money made or lost/,
    ],
    [
      'a bank in EDN',
      '{:process 0 :type :invoke :f :transfer :value {:from 0 :to 1 :amount 3}}{:process 0 :type :ok :f :transfer :value nil}\n{:process 1 :type :invoke :f :read}{:process 1 :type :ok :f :read :value {0 7, 1 3}}\n',
      'ok',
      /every read has 10/,
    ],
  ]);
});

describe('ids', () => {
  check([
    ['ids that differ', inTurn(['generate', null, 1], ['generate', null, '1']), 'ok', /✓ no id/],
    [
      'an id that was given twice',
      inTurn(['generate', null, 1], ['generate', null, 2], ['generate', null, 1]),
      'bad 6',
      /1 was given twice/,
    ],
    [
      'big ids',
      inTurn(['generate', null, 1], ['generate', null, 2])
        .replace('"value":1}', '"value":9007199254740993}')
        .replace('"value":2}', '"value":9007199254740992}'),
      'ok',
      /✓ no id/,
    ],
  ]);
});

describe('long forks', () => {
  const model = ['--model', 'long-fork'];
  const w = (key: number): readonly [string, unknown, unknown] => ['write', [['w', key, 1]], [['w', key, 1]]];
  const r = (a: unknown, b: unknown): readonly [string, unknown, unknown] => [
    'read',
    [
      ['r', 1, null],
      ['r', 2, null],
    ],
    [
      ['r', 1, a],
      ['r', 2, b],
    ],
  ];
  check([
    [
      'writes that all see in one order',
      inTurn(w(1), w(2), r(null, null), r(1, null), r(1, 1)),
      'ok',
      /✓ all reads/,
      ...model,
    ],
    [
      'writes that two see in different orders',
      inTurn(w(1), w(2), r(1, null), r(null, 1)),
      'bad 8',
      /✗ long fork/,
      ...model,
    ],
    [
      'a fork that a third one sees whole',
      inTurn(w(1), w(2), r(1, 1), r(1, null), r(null, 1)),
      'bad 10',
      /✗ long fork/,
      ...model,
    ],
  ]);
});

describe('transactions on lists', () => {
  const a = (key: string, value: number): readonly unknown[] => ['append', key, value];
  const r = (key: string, value: readonly number[]): readonly unknown[] => ['r', key, value];
  const failed = lines([7, 'invoke', 'txn', [a('x', 9)]], [7, 'fail', 'txn', [a('x', 9)]]);
  check([
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

describe('transactions on registers', () => {
  const model = ['--model', 'rw-register'];
  const w = (key: string, value: number): readonly unknown[] => ['w', key, value];
  const r = (key: string, value: number | null): readonly unknown[] => ['r', key, value];
  const failed = lines([7, 'invoke', 'txn', [w('x', 9)]], [7, 'fail', 'txn', [w('x', 9)]]);
  check([
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
