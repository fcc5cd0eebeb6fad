import { describe } from 'vitest';
import { checkWorkloads, inTurn, lines, type Row } from '../testing/workload-cases.ts';

describe('sets with final reads', () => {
  const unknown: Row[] = [
    [7, 'invoke', 'add', 3],
    [7, 'info', 'add', 3],
  ];
  checkWorkloads([
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
  checkWorkloads([
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
  checkWorkloads([
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
