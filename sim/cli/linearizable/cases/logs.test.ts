import { describe } from 'vitest';
import { checkCases } from '../testing/cases.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

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
  checkCases([
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
