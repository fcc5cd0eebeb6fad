import { describe } from 'vitest';
import { checkCases, jsonWriteRead, ops, writeRead } from '../testing/cases.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

describe('numbers that a double does not hold', () => {
  checkCases([
    ['…993 written, …992 read', jsonWriteRead('9007199254740993', '9007199254740992'), 'bad 2'],
    ['…993 written and read', jsonWriteRead('9007199254740993', '9007199254740993'), 'ok'],
    ['big values in lists', jsonWriteRead('[1, 18446744073709551615]', '[1, 18446744073709551614]'), 'bad 2'],
    ['big values in EDN', writeRead('9007199254740993', '9007199254740992'), 'bad 4'],
    ['one number, written in two ways', jsonWriteRead('1.50e1', '15.0'), 'ok'],
    ['fractions with many digits', jsonWriteRead('0.1000000000000000055', '0.1'), 'bad 2'],
    [
      'big values in a log',
      '0\t:invoke\t:write\t9007199254740993\n0\t:ok\t:write\t9007199254740993\n1\t:invoke\t:read\tnil\n1\t:ok\t:read\t9007199254740992\n',
      'bad 4',
    ],
    [
      'big keys',
      `{"client":0,"op":"write","key":9007199254740993,"value":1,"call":1,"return":2}
{"client":1,"op":"read","key":9007199254740992,"value":null,"call":3,"return":4}\n`,
      'ok',
    ],
    ['big sums', ops([0, 'add', '9007199254740993', 1, 2], [1, 'get', '9007199254740992', 3, 4]), 'bad 2'],
    ['an exponent beyond all bounds', jsonWriteRead('1e999999999999', '1e999999999998'), 'bad 2'],
  ]);
});

describe('times that a double does not hold', () => {
  const s = '1700000000000000';
  checkCases([
    [
      'Unix nanoseconds',
      ops(
        [0, 'write', '1', `${s}001`, `${s}040`],
        [1, 'write', '2', `${s}050`, `${s}060`],
        [2, 'read', '1', `${s}070`, `${s}090`],
      ),
      'bad 3',
    ],
    [
      'Unix nanoseconds that do overlap',
      ops(
        [0, 'write', '1', `${s}001`, `${s}040`],
        [1, 'write', '2', `${s}050`, `${s}080`],
        [2, 'read', '1', `${s}070`, `${s}090`],
      ),
      'ok',
    ],
    [
      'seconds with nine digits behind the point',
      ops(
        [0, 'write', '1', '1700000000.000000001', '1700000000.000000040'],
        [1, 'write', '2', '1700000000.000000050', '1700000000.000000060'],
        [2, 'read', '1', '1700000000.000000070', '1700000000.000000090'],
      ),
      'bad 3',
    ],
    [
      'times before zero',
      ops([0, 'write', '1', -9, -7], [1, 'write', '2', -6, -5], [2, 'read', '1', -3, 2]),
      'bad 3',
    ],
    [
      'a time with an exponent',
      ops([0, 'write', '1', '1e3', '2e3'], [1, 'read', 'null', '2.001e3', '3e3']),
      'bad 2',
    ],
    [
      'differences of floating-point seconds',
      ops(
        [0, 'write', '1', '0.00012183189392089844', '0.00012183189392089845'],
        [1, 'write', '2', '0.00012183189392089846', '0.00012183189392089847'],
        [2, 'read', '1', '1.2183189392089848e-4', '1.5'],
      ),
      'bad 3',
    ],
    [
      'the same before zero, where they do overlap',
      ops(
        [0, 'write', '1', '-35.70999999999185', '-35.70999999999183'],
        [1, 'write', '2', '-35.70999999999182', '-35.7099999999918'],
        [2, 'read', '1', '-35.70999999999181', '-35.7'],
      ),
      'ok',
    ],
    [
      'a return before the call by less than a billionth',
      ops([0, 'write', '1', '1.00000000000002', '1.00000000000001']),
      'refused 1',
    ],
    ['a time with more digits than can be kept', ops([0, 'write', '1', '1e-25', '1']), 'refused 1'],
    ['operations in any order of lines', ops([1, 'read', '1', 3, 4], [0, 'write', '1', 1, 2]), 'ok'],
  ]);
});
