import { describe } from 'vitest';
import { checkCases, edn, ops } from '../testing/cases.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

describe('answers', () => {
  const lock = (...rows: readonly (readonly [number, string, string?])[]): string =>
    rows
      .map(
        ([client, op, more = ''], i) =>
          `{"client":${client},"op":"${op}","value":"o${client}","call":${2 * i},"return":${2 * i + 1}${more}}\n`,
      )
      .join('');
  const no = ', "result": false';
  checkCases([
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
