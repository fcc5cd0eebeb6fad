import { describe } from 'vitest';
import { checkCases, jsonWriteRead, ops, writeRead } from '../testing/cases.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

describe('values that are no numbers', () => {
  const at = (year: number, rest = '03-04T10:00:00.000-00:00'): string => `#inst "${year}-${rest}"`;
  checkCases([
    ['another #inst', writeRead(at(2021), at(2022)), 'bad 4'],
    ['one moment, written in two ways', writeRead(at(2021), at(2021, '03-04T12:30:00+02:30')), 'ok'],
    [
      'a moment over the end of a year',
      writeRead(at(2021, '12-31T23:00:00-02:00'), at(2022, '01-01T01:00:00Z')),
      'ok',
    ],
    [
      'another #uuid',
      writeRead(
        '#uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"',
        '#uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf7"',
      ),
      'bad 4',
    ],
    ['another tag', writeRead('#a/x 1', '#a/y 1'), 'bad 4'],
    ['a tag and what is behind it', writeRead('#a/x 1', '1'), 'bad 4'],
    ['a ratio', writeRead('2/4', '1/2'), 'ok'],
    ['another ratio', writeRead('1/3', '1/2'), 'bad 4'],
    ['a symbol and a keyword', writeRead('a', ':a'), 'bad 4'],
    ['a character and a string', writeRead('\\a', '"a"'), 'bad 4'],
    ['an integer and a float', writeRead('1', '1.0'), 'bad 4'],
    ['an integer with an N', writeRead('1N', '+1'), 'ok'],
    ['a day that does not exist', writeRead(at(2021, '02-29'), 'nil'), 'refused 1'],
  ]);
});

describe('values by value', () => {
  checkCases([
    ['objects in two orders', jsonWriteRead('{"x": 1, "y": 2}', '{"y": 2, "x": 1}'), 'ok'],
    ['objects within objects', jsonWriteRead('[{"a": {"x": 1, "y": [2]}}]', '[{"a":{"y":[2],"x":1}}]'), 'ok'],
    ['lists in two orders', jsonWriteRead('[1, 2]', '[2, 1]'), 'bad 2'],
    ['sets in two orders', writeRead('#{1 2 3}', '#{3 1 2}'), 'ok'],
    ['maps in two orders', writeRead('{:a 1, :b 2}', '{:b 2 :a 1}'), 'ok'],
    ['a list and a vector', writeRead('(1 2)', '[1 2]'), 'ok'],
    ['a set and a vector', writeRead('#{1 2}', '[1 2]'), 'bad 4'],
    ['1 and "1"', jsonWriteRead('1', '"1"'), 'bad 2'],
    ['null and "null"', jsonWriteRead('null', '"null"'), 'bad 2'],
    ['a keyword and its text', writeRead(':a', '"a"'), 'bad 4'],
    ['a keyword and its text, with the option', writeRead(':a', '"a"'), 'ok', '--keywords-as-text'],
    ['escapes', jsonWriteRead('"\\u0061\\/b"', '"a/b"'), 'ok'],
    [
      'keys by value',
      `{"client":0,"op":"write","key":{"a":1,"b":2},"value":1,"call":1,"return":2}
{"client":1,"op":"read","key":{"b":2,"a":1},"value":null,"call":3,"return":4}\n`,
      'bad 2',
    ],
    [
      'the keys 1 and "1"',
      `{"client":0,"op":"write","key":1,"value":1,"call":1,"return":2}
{"client":1,"op":"read","key":"1","value":null,"call":3,"return":4}\n`,
      'ok',
    ],
    ['a name that is there twice', jsonWriteRead('{"x": 1, "x": 2}', '{"x": 2}'), 'refused 1'],
  ]);
});

describe('null, and what is there at first', () => {
  const keyed = (key: string, value: string): string =>
    `{"client":1,"op":"read","key":${key},"value":${value},"call":3,"return":4}\n`;
  checkCases([
    [
      'null written and read',
      ops([0, 'write', '1', 1, 2], [0, 'write', 'null', 3, 4], [1, 'read', 'null', 5, 6]),
      'ok',
    ],
    ['null read after a value', ops([0, 'write', '1', 1, 2], [1, 'read', 'null', 5, 6]), 'bad 2'],
    [
      'a swap to null and from it',
      ops(
        [0, 'cas', '[null, 1]', 1, 2],
        [0, 'cas', '[1, null]', 3, 4],
        [0, 'cas', '[null, 2]', 5, 6],
        [1, 'read', '2', 7, 8],
      ),
      'ok',
    ],
    ['nil in EDN', writeRead('nil', 'nil'), 'ok'],
    [
      'null in a queue',
      ops(
        [0, 'enqueue', 'null', 1, 2],
        [0, 'enqueue', '1', 3, 4],
        [1, 'dequeue', 'null', 5, 6],
        [1, 'dequeue', '1', 7, 8],
      ),
      'ok',
    ],
    [
      'null in a queue, taken twice',
      ops(
        [0, 'enqueue', 'null', 1, 2],
        [0, 'enqueue', '1', 3, 4],
        [1, 'dequeue', 'null', 5, 6],
        [1, 'dequeue', 'null', 7, 8],
      ),
      'bad 4',
    ],
    ['an initial value', ops([0, 'read', '0', 1, 2]), 'ok', '--initial', '0'],
    ['null, where another initial value is', ops([0, 'read', 'null', 1, 2]), 'bad 1', '--initial', '0'],
    [
      'an initial value of one key',
      keyed('"x"', '0') + keyed('"y"', 'null').replaceAll('"client":1', '"client":2'),
      'ok',
      '--initial',
      'x=0',
    ],
    [
      'no initial value of the other',
      keyed('"x"', '0') + keyed('"y"', '0').replaceAll('"client":1', '"client":2'),
      'bad 2',
      '--initial',
      'x=0',
    ],
    [
      'null, written to a key with an initial value',
      `{"client":0,"op":"write","key":"x","value":null,"call":1,"return":2}\n${keyed('"x"', '0')}`,
      'bad 2',
      '--initial',
      'x=0',
    ],
    ['an initial sum', ops([0, 'add', '5', 1, 2], [0, 'get', '15', 3, 4]), 'ok', '--initial', '10'],
    [
      'an initial keyword',
      writeRead('1', '1').replace('1, :type :ok, :f :read, :value 1', '1, :type :ok, :f :read, :value :none'),
      'bad 4',
      '--initial',
      ':none',
    ],
    ['an invalid initial value', ops([0, 'read', '0', 1, 2]), 'refused 0', '--initial', 'x y'],
    ['an initial value of a key that is not there', keyed('"x"', '0'), 'refused 0', '--initial', 'z=0'],
    ['an initial value of a lock', ops([0, 'acquire', '0', 1, 2]), 'refused 0', '--initial', '0'],
  ]);
});
