import { describe } from 'vitest';
import { checkCases, edn, ops } from '../testing/cases.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

describe('processes and times that touch', () => {
  checkCases([
    [
      'the next call at the time of the return',
      ops([0, 'write', '1', 1000, 1005], [0, 'write', '2', 1005, 1009], [1, 'read', '2', 1010, 1012]),
      'ok',
    ],
    [
      'a value that was replaced at that time',
      ops([0, 'write', '1', 1000, 1005], [0, 'write', '2', 1005, 1009], [1, 'read', '1', 1010, 1012]),
      'bad 3',
    ],
    [
      'operations of two clients that touch',
      ops([0, 'write', '1', 0, 5], [0, 'write', '2', 6, 9], [1, 'read', '1', 9, 12]),
      'ok',
    ],
    [
      'operations of no length',
      ops([0, 'write', '1', 5, 5], [0, 'write', '2', 5, 5], [0, 'read', '2', 5, 5], [1, 'read', '1', 6, 6]),
      'bad 4',
    ],
    [
      'operations of no length, in their order',
      ops([0, 'write', '1', 5, 5], [0, 'write', '2', 5, 5], [0, 'read', '1', 5, 5]),
      'bad 3',
    ],
    [
      'a call behind one that never returns',
      ops([0, 'write', '1', 5, 'null'], [0, 'write', '2', 5, 9], [1, 'read', '1', 10, 11]),
      'ok',
    ],
    [
      'two clients that return and call at one time, the first of which sees what the second will write',
      ops([0, 'read', '9', 0, 5], [1, 'write', '1', 0, 5], [0, 'read', '9', 5, 8], [1, 'write', '9', 5, 8]),
      'ok',
    ],
    [
      'the same the other way round',
      ops([0, 'write', '1', 0, 5], [1, 'read', '9', 0, 5], [0, 'write', '9', 5, 8], [1, 'read', '9', 5, 8]),
      'ok',
    ],
    [
      'two clients each of which sees what the other will write',
      ops([0, 'read', '2', 0, 5], [1, 'read', '1', 0, 5], [0, 'write', '1', 5, 8], [1, 'write', '2', 5, 8]),
      'bad 2',
    ],
    [
      'three clients that do so, of no length',
      ops(
        [0, 'read', '9', 5, 5],
        [1, 'write', '1', 5, 5],
        [2, 'read', '1', 5, 5],
        [0, 'read', '9', 5, 5],
        [1, 'write', '9', 5, 5],
        [2, 'read', 'null', 5, 5],
      ),
      'bad 6',
    ],
    [
      'a client that calls while it is busy',
      ops([0, 'write', '1', 0, 5], [0, 'write', '2', 4, 8]),
      'refused 2',
    ],
    ['two calls of a client at one time', ops([0, 'write', '1', 0, 5], [0, 'write', '2', 0, 8]), 'refused 2'],
    [
      'a process that goes on under another number',
      edn(
        [0, 'invoke', 'write', '1'],
        [0, 'info', 'write', '1'],
        [5, 'invoke', 'read', 'nil'],
        [5, 'ok', 'read', '1'],
      ),
      'ok',
    ],
    [
      'the nemesis in EDN',
      edn(['0', 'invoke', 'write', '1'], [':nemesis', 'info', 'start', '"cut"'], ['0', 'ok', 'write', '1']),
      'ok',
    ],
    [
      'the nemesis in JSON',
      '{"process":0,"type":"invoke","f":"write","value":1}\n{"process":"nemesis","type":"info","f":"start"}\n{"process":0,"type":"ok","f":"write","value":1}\n',
      'ok',
    ],
    [
      'the nemesis among operations',
      `${ops([0, 'write', '1', 1, 2])}{"client":"nemesis","op":"cut","call":1,"return":5}\n`,
      'ok',
    ],
  ]);
});

describe('keys of independent tests', () => {
  const pairs = edn(
    [0, 'invoke', 'write', '[8 1]'],
    [1, 'invoke', 'write', '[9 4]'],
    [0, 'ok', 'write', '[8 1]'],
    [1, 'ok', 'write', '[9 4]'],
    [2, 'invoke', 'read', '[8 nil]'],
    [2, 'ok', 'read', '[8 1]'],
    [0, 'invoke', 'cas', '[8 [1 3]]'],
    [0, 'ok', 'cas', '[8 [1 3]]'],
    [2, 'invoke', 'read', '[8 nil]'],
    [2, 'ok', 'read', '[8 3]'],
  );
  checkCases([
    ['a history of two keys', pairs, 'ok'],
    [
      'a stale read of one of them',
      pairs.replace('[8 3]', '[8 1]').replace(':ok, :f :read, :value [8 3]', ':ok, :f :read, :value [8 1]'),
      'bad 10',
    ],
    ['the same without keys, if so wanted', pairs, 'bad 8', '--no-independent'],
    [
      'pairs that are values',
      edn(
        [0, 'invoke', 'write', '[8 1]'],
        [0, 'ok', 'write', '[8 1]'],
        [1, 'invoke', 'read', 'nil'],
        [1, 'ok', 'read', '[8 1]'],
      ),
      'ok',
    ],
    [
      'an answer for another key',
      pairs.replace(':ok, :f :read, :value [8 1]', ':ok, :f :read, :value [9 1]'),
      'refused 6',
    ],
    [
      'the same in JSON',
      '{"process":0,"type":"invoke","f":"read","value":["x",null]}\n{"process":0,"type":"ok","f":"read","value":["x",1]}\n',
      'bad 2',
    ],
    [
      'a whole set as the answer of one key',
      edn(
        [0, 'invoke', 'add', '[8 1]'],
        [0, 'ok', 'add', '[8 1]'],
        [0, 'invoke', 'read', '[8 nil]'],
        [0, 'ok', 'read', '[1 2 3]'],
      ),
      'bad 4',
    ],
    [
      'transactions whose accesses have long names',
      edn(
        [0, 'invoke', 'txn', '[[:write :x 1]]'],
        [0, 'ok', 'txn', '[[:write :x 1]]'],
        [1, 'invoke', 'txn', '[[:read :x nil]]'],
        [1, 'ok', 'txn', '[[:read :x 0]]'],
      ),
      'bad 4',
      '--initial',
      '0',
    ],
    ['an operation without a pair', pairs.replace('[9 4]', '4'), 'refused 2', '--independent'],
    [
      'a lock by key',
      edn(
        [0, 'invoke', 'acquire', '[1 nil]'],
        [1, 'invoke', 'acquire', '[2 nil]'],
        [0, 'ok', 'acquire', '[1 nil]'],
        [1, 'ok', 'acquire', '[2 nil]'],
      ),
      'ok',
    ],
  ]);
});
