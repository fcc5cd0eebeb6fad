import { describe } from 'vitest';
import { checkWorkloads, inTurn, lines, type Row } from '../testing/workload-cases.ts';

describe('counters between bounds', () => {
  const model = ['--model', 'counter-bounds'];
  const maybe: Row[] = [
    [7, 'invoke', 'add', 3],
    [7, 'info', 'add', 3],
  ];
  checkWorkloads([
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
  checkWorkloads([
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
  checkWorkloads([
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
  checkWorkloads([
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
