import { describe, expect, it } from 'vitest';
import { checkCases, edn, jsonWriteRead, ops, writeRead } from '../testing/cases.ts';
import { judgeText } from '../testing/judge-text.ts';

/*
 * Realistic history files, each with its verdict and the kind it represents. The first of each kind follow reports by users of
 * such tools; their verdicts were verified by brute force.
 */

describe('text behind a complete form', () => {
  const [call, ok, read, done] = writeRead('3', '4').trimEnd().split('\n');
  checkCases([
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
  checkCases([
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
