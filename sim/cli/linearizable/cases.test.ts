import { describe, expect, it } from 'vitest';
import { judgeText, verdictOf } from './testing/judge-text.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

/** Operations, one per line: client, operation, value, call, return, further fields. */
const ops = (
  ...rows: readonly (readonly [number, string, string, string | number, string | number, string?])[]
): string =>
  rows
    .map(
      ([client, op, value, call, end, more = '']) =>
        `{"client": ${client}, "op": "${op}", "value": ${value}, "call": ${call}, "return": ${end}${more}}\n`,
    )
    .join('');

/** Events in EDN, one per line: process, type, operation, value. */
const edn = (...rows: readonly (readonly [number | string, string, string, string])[]): string =>
  rows
    .map(([process, type, f, value]) => `{:process ${process}, :type :${type}, :f :${f}, :value ${value}}\n`)
    .join('');

/** A write by one process, followed by a read by another. */
const writeRead = (written: string, read: string): string =>
  edn(
    [0, 'invoke', 'write', written],
    [0, 'ok', 'write', written],
    [1, 'invoke', 'read', 'nil'],
    [1, 'ok', 'read', read],
  );

const jsonWriteRead = (written: string, read: string): string =>
  ops([0, 'write', written, 1, 2], [1, 'read', read, 3, 4]);

type Case = readonly [what: string, content: string | Uint8Array, verdict: string, ...words: string[]];

const check = (cases: readonly Case[]): void => {
  const named = cases.map(([what, content, verdict, ...words]) => ({ what, content, verdict, words }));
  it.each(named)('should judge $what', async ({ content, verdict, words }) => {
    expect(await verdictOf(content, ...words)).toBe(verdict);
  });
};

describe('numbers that a double does not hold', () => {
  check([
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
  check([
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
    ['a time with more digits than can be kept', ops([0, 'write', '1', '0.0000000001', '1']), 'refused 1'],
    ['operations in any order of lines', ops([1, 'read', '1', 3, 4], [0, 'write', '1', 1, 2]), 'ok'],
  ]);
});

describe('text behind a complete form', () => {
  const [call, ok, read, done] = writeRead('3', '4').trimEnd().split('\n');
  check([
    ['two maps on a line', `${call} ${ok}\n${read} ${done}\n`, 'bad 2'],
    ['all maps on one line', `${call}${ok}${read}${done}`, 'bad 1'],
    ['a second vector below the first', `[${call}${ok}]\n[${read}${done}]\n`, 'bad 2'],
    ['words behind a map', `${call}\n${ok} and more\n${read}\n${done}\n`, 'refused 2'],
    [
      'two objects on a line',
      '{"client":0,"op":"write","value":1,"call":1,"return":2}{"client":1,"op":"read","value":2,"call":3,"return":4}',
      'bad 1',
    ],
    ['words behind an object', '{"client":0,"op":"write","value":1,"call":1,"return":2} x\n', 'refused 1'],
    ['a word behind a value in a log', '0 :invoke :write 1 2\n0 :ok :write 1\n', 'refused 1'],
    ['a bracket that closes nothing', `${call}\n${ok}]\n`, 'refused 2'],
  ]);
});

describe('logs', () => {
  const stale = (head: (second: number) => string): string =>
    [
      '0\t:invoke\t:write\t2',
      '0\t:ok\t:write\t2',
      '1\t:invoke\t:write\t6',
      '1\t:ok\t:write\t6',
      '2\t:invoke\t:read\tnil',
      '2\t:ok\t:read\t2',
    ]
      .map((line, i) => `${head(i)}${line}\n`)
      .join('');
  check([
    [
      'a date before the level',
      `INFO  jepsen.core - Running test\n${stale((i) => `2021-03-04 10:00:0${i},100 INFO  jepsen.util - `)}`,
      'bad 7',
    ],
    [
      'a date and a thread behind the level',
      stale((i) => `INFO [2021-03-04 10:00:0${i},100] jepsen worker 0 - jepsen.util `),
      'bad 6',
    ],
    [
      'a date with its zone, tabs and a colon',
      stale((i) => `2016-01-22 17:41:2${i},123{GMT}\tINFO\t[jepsen worker 4] jepsen.util: `),
      'bad 6',
    ],
    ['history.txt', stale(() => ''), 'bad 6'],
    [
      'the nemesis in between',
      stale(() => 'INFO  jepsen.util - ').replace(
        'INFO',
        'INFO  jepsen.util - :nemesis\t:info\t:start\tnil\nINFO',
      ),
      'bad 7',
    ],
    [
      'errors in a fifth column',
      '0\t:invoke\t:write\t2\n0\t:info\t:write\t2\t:timeout\n5\t:invoke\t:read\tnil\n5\t:ok\t:read\t2\n',
      'ok',
    ],
    [
      'a cas that fails with an error',
      '0\t:invoke\t:cas\t[nil 2]\n0\t:fail\t:cas\t[nil 2]\t:connection-refused\n0\t:invoke\t:read\tnil\n0\t:ok\t:read\tnil\n',
      'ok',
    ],
    [
      'a cas that was refused without a reason',
      '0\t:invoke\t:cas\t[nil 2]\n0\t:fail\t:cas\t[nil 2]\n',
      'bad 2',
    ],
    [
      'a stack trace in between',
      `WARN  jepsen.core - oh no\njava.lang.Error: x\n\tat a.b(c.clj:1)\n${stale(() => 'INFO  jepsen.util - ')}`,
      'bad 9',
    ],
    ['no operation at all', 'INFO  jepsen.core - Running test\nINFO  jepsen.core - Done\n', 'refused 0'],
    [
      'an unknown type',
      'INFO  jepsen.util - 0 :invoke :write 2\nINFO  jepsen.util - 0 :okay :write 2\n',
      'refused 2',
    ],
    ['another logger', 'INFO  other.util - 0 :invoke :write 2\n', 'refused 1'],
    ['a process that is no number', 'INFO  jepsen.util - x :invoke :write 2\n', 'refused 1'],
    [
      'a line that is cut',
      'INFO  jepsen.util - 0 :invoke :cas [1 2]\nINFO  jepsen.util - 0 :ok :cas [1',
      'refused 2',
    ],
    ['any text', '0 :invoke :write 2\nhello\n', 'refused 2'],
  ]);
});

describe('values that are no numbers', () => {
  const at = (year: number, rest = '03-04T10:00:00.000-00:00'): string => `#inst "${year}-${rest}"`;
  check([
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
  check([
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
  check([
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

describe('answers', () => {
  const lock = (...rows: readonly (readonly [number, string, string?])[]): string =>
    rows
      .map(
        ([client, op, more = ''], i) =>
          `{"client":${client},"op":"${op}","value":"o${client}","call":${2 * i},"return":${2 * i + 1}${more}}\n`,
      )
      .join('');
  const no = ', "result": false';
  check([
    ['sums without answers', ops([0, 'add', '5', 1, 2], [1, 'add', '5', 3, 4], [0, 'get', '10', 5, 6]), 'ok'],
    [
      'sums that are wrong all the same',
      ops([0, 'add', '5', 1, 2], [1, 'add', '5', 3, 4], [0, 'get', '9', 5, 6]),
      'bad 3',
    ],
    [
      'sums with echoes',
      edn(
        [0, 'invoke', 'add', '5'],
        [0, 'ok', 'add', '5'],
        [1, 'invoke', 'add', '5'],
        [1, 'ok', 'add', '5'],
        [0, 'invoke', 'read', 'nil'],
        [0, 'ok', 'read', '10'],
      ),
      'ok',
    ],
    [
      'sums that are answers',
      edn(
        [0, 'invoke', 'add', '5'],
        [0, 'ok', 'add', '5'],
        [1, 'invoke', 'add', '4'],
        [1, 'ok', 'add', '10'],
        [0, 'invoke', 'get', 'nil'],
        [0, 'ok', 'get', '9'],
      ),
      'bad 4',
    ],
    [
      'pushes without answers',
      ops([0, 'push', '30', 1, 2], [1, 'push', '40', 3, 4], [0, 'list', '[30, 40]', 5, 6]),
      'ok',
    ],
    [
      'pushes of texts without answers',
      ops([0, 'push', '"a"', 1, 2], [1, 'push', '"b"', 3, 4], [0, 'list', '["b", "a"]', 5, 6]),
      'bad 3',
    ],
    [
      'a push with its length',
      ops([0, 'push', '30', 1, 2, ', "result": 1'], [1, 'push', '40', 3, 4, ', "result": 3']),
      'bad 2',
    ],
    ['a push that was refused, which a list never does', ops([0, 'push', '30', 1, 2, no]), 'bad 1'],
    ['a push that failed', ops([0, 'push', '30', 1, 2, ', "ok": false'], [0, 'list', '[]', 3, 4]), 'ok'],
    ['a try-lock that was refused', lock([0, 'acquire'], [1, 'acquire', no], [0, 'release']), 'ok'],
    ['a lock that two have', lock([0, 'acquire'], [1, 'acquire']), 'bad 2'],
    ['a refusal without a reason', lock([0, 'acquire'], [0, 'release'], [1, 'acquire', no]), 'bad 3'],
    ['a refusal by "ok"', lock([0, 'acquire'], [1, 'acquire', ', "ok": false'], [0, 'release']), 'ok'],
    ['a release that was refused', lock([0, 'acquire'], [1, 'release', no], [0, 'release']), 'ok'],
    ['a release by somebody else', lock([0, 'acquire'], [1, 'release'], [0, 'release']), 'bad 2'],
    [
      'a refusal in EDN',
      edn(
        [0, 'invoke', 'acquire', 'nil'],
        [0, 'ok', 'acquire', 'true'],
        [1, 'invoke', 'acquire', 'nil'],
        [1, 'ok', 'acquire', 'false'],
      ),
      'ok',
    ],
    [
      'a refusal in EDN without a reason',
      edn([1, 'invoke', 'acquire', 'nil'], [1, 'ok', 'acquire', 'false']),
      'bad 2',
    ],
    [
      'a failure in EDN, which says no more',
      edn(
        [1, 'invoke', 'acquire', 'nil'],
        [1, 'fail', 'acquire', 'nil'],
        [1, 'invoke', 'acquire', 'nil'],
        [1, 'ok', 'acquire', 'nil'],
      ),
      'ok',
    ],
    [
      'a swap that answers no',
      edn(
        [0, 'invoke', 'cas', '[1 2]'],
        [0, 'ok', 'cas', 'false'],
        [0, 'invoke', 'cas', '[nil 2]'],
        [0, 'ok', 'cas', '[nil 2]'],
      ),
      'ok',
    ],
    [
      'a swap that answers no without a reason',
      edn([0, 'invoke', 'cas', '[nil 2]'], [0, 'ok', 'cas', 'false']),
      'bad 2',
    ],
    [
      'a read that does not say what it saw',
      '{"client":0,"op":"write","value":1,"call":1,"return":2}\n{"client":1,"op":"read","call":3,"return":4}\n',
      'ok',
    ],
    [
      'false, written and read',
      edn(
        [0, 'invoke', 'write', 'false'],
        [0, 'ok', 'write', 'false'],
        [1, 'invoke', 'read', 'nil'],
        [1, 'ok', 'read', 'false'],
      ),
      'ok',
    ],
    [
      'a set that answers 1 and 0',
      ops([0, 'add', '7', 1, 2, ', "result": 1'], [0, 'add', '7', 3, 4, ', "result": 1']),
      'bad 2',
      '--model',
      'set',
    ],
    [
      'a return for another key',
      '{"process":0,"type":"invoke","f":"read","key":"x"}\n{"process":0,"type":"ok","f":"read","key":"y","value":null}\n',
      'refused 2',
    ],
  ]);
});

describe('processes and times that touch', () => {
  check([
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

describe('forms that go over lines, and what is no form', () => {
  const pretty = `[{:process 0
  :type :invoke
  :f :write
  :value 3}
 {:process 0
  :type :ok
  :f :write
  :value 3}
 {:process 1
  :type :invoke
  :f :read
  :value nil}
 {:process 1
  :type :ok
  :f :read
  :value 4}]\n`;
  check([
    ['a comment on top', `; a cut of a longer run\n[${writeRead('3', '3')}]`, 'ok'],
    ['comments in between', writeRead('3', '4').replaceAll('\n', ' ; so it was\n'), 'bad 4'],
    [
      'a form that is discarded',
      writeRead('3', '3').replace('\n{:process 1', '\n#_{:process 5, :type :invoke, :f :read}\n{:process 1'),
      'ok',
    ],
    ['discards within discards', `#_ #_ {:process 1} {:process 2}\n${writeRead('#_ 1 3', '3')}`, 'ok'],
    ['maps over several lines', pretty, 'bad 13'],
    ['records', writeRead('3', '4').replaceAll('{', '#jepsen.history.Op{'), 'bad 4'],
    ['records of other names', writeRead('3', '4').replaceAll('{', '#knossos.core.Op {'), 'bad 4'],
    ['a list of events', `(${writeRead('3', '3')})`, 'ok'],
    [
      'errors with objects',
      writeRead('3', '3').replace(':value 3}', ':value 3, :error #object[java.lang.Thread 0x1b "x"]}'),
      'ok',
    ],
    [
      'objects over several lines',
      '{"process": 0,\n "type": "invoke",\n "f": "write", "value": 2}\n{"process": 0, "type": "ok", "f": "write",\n"value": 2}\n',
      'ok',
    ],
    [
      'an array of events',
      '[{"process":0,"type":"invoke","f":"write","value":2},\n{"process":0,"type":"ok","f":"write","value":2},\n{"process":1,"type":"invoke","f":"read","value":null},\n{"process":1,"type":"ok","f":"read","value":3}]\n',
      'bad 4',
    ],
    [
      'an array of operations',
      `[${ops([0, 'write', '1', 1, 2], [1, 'read', '2', 3, 4]).trimEnd().replaceAll('\n', ',\n')}]`,
      'bad 2',
    ],
    ['an array that is cut', '[{"process":0,"type":"invoke","f":"write","value":2},\n', 'refused 1'],
    ['a map that is cut', writeRead('3', '3').slice(0, -20), 'refused 4'],
    ['a string that is cut', '{:process 0, :type :invoke, :f :write, :value "a', 'refused 1'],
    ['a byte order mark', `\ufeff${jsonWriteRead('1', '2')}`, 'bad 2'],
    ['a byte order mark in EDN', `\ufeff${writeRead('1', '2')}`, 'bad 4'],
    ['a byte order mark in a log', '\ufeff0 :invoke :read nil\n0 :ok :read 1\n', 'bad 2'],
    ['lines that end with CR and LF', jsonWriteRead('1', '2').replaceAll('\n', '\r\n'), 'bad 2'],
    ['a log with CR and LF', '0\t:invoke\t:read\tnil\r\n0\t:ok\t:read\t1\r\n', 'bad 2'],
    ['UTF-16', Buffer.from(`\ufeff${jsonWriteRead('1', '1')}`, 'utf16le'), 'refused 1'],
    ['UTF-16 without a mark', Buffer.from(jsonWriteRead('1', '1'), 'utf16le'), 'refused 1'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from(ops([0, 'write', '1', 1, 2])), Buffer.from([0x22, 0xff, 0x22])]),
      'refused 2',
    ],
    ['no byte at all', '', 'refused 1'],
    ['space alone', ' \n\n', 'refused 1'],
    ['an empty array', '[]', 'refused 0'],
    ['a comment alone', '; nothing\n', 'refused 0'],
    ['the nemesis alone', edn([':nemesis', 'info', 'start', 'nil']), 'refused 0'],
  ]);

  it('should name the encoding that it cannot read', async () => {
    const { err } = await judgeText(Buffer.from('\ufeff[]', 'utf16le'));
    expect(err).toMatch(/UTF-16 \(little-endian\)/);
  });

  it('should speak of JSON where JSON is wrong', async () => {
    const { err } = await judgeText('[{"process": 0, "type": "begin", "f": "write"}]');
    expect(err).toBe('history, line 1: "type" must be invoke, ok, fail or info\n');
  });

  it('should name lines, and not numbers of events', async () => {
    const { out } = await judgeText(pretty);
    expect(out).toMatch(/client 1: read 4 {2}called in line 9, returned in line 13/);
  });
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
  check([
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
