import { HistoryError, type Json, type RecordedEvent } from './recorded.ts';

const LINE = /^INFO\s+jepsen\.util\s+-\s+(\S+)\s+:(\w+)\s+:(\w+)\s*(.*)$/;
const TYPES = ['invoke', 'ok', 'fail', 'info'] as const;

/**
 * One line of a log of Jepsen's of 2014, such as those of etcd that Horn & Kroening published: `INFO jepsen.util - PROCESS :ok :read 3`.
 * Undefined for a line that says nothing about operations. There `:fail :cas` means that the register was not what was expected.
 *
 * @throws HistoryError
 */
export function jepsenLogLine(text: string, line: number): RecordedEvent | undefined {
  const match = LINE.exec(text.trimEnd());
  if (match === null) {
    if (text.startsWith('INFO') && text.includes('jepsen.util'))
      throw new HistoryError(line, 'expected "INFO jepsen.util - PROCESS :TYPE :OPERATION VALUE"');
    return undefined;
  }
  const [, process = '', word = '', f = '', argument = ''] = match;
  const type = TYPES.find((known) => known === word);
  if (type === undefined) throw new HistoryError(line, `there is no kind of event ":${word}"`);
  return {
    line,
    process,
    type: type === 'fail' && f === 'cas' ? 'refused' : type,
    f,
    key: undefined,
    value: asJson(argument, line),
  };
}

function asJson(text: string, line: number): Json {
  if (text === 'nil' || text.startsWith(':')) return null;
  const pair = /^\[(\S+) (\S+)\]$/.exec(text);
  if (pair !== null) return [asJson(pair[1] ?? '', line), asJson(pair[2] ?? '', line)];
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new HistoryError(line, `"${text}" is no value`);
}
