import { EdnText } from './edn-text.ts';
import { ABSENT, Fate, HistoryError, type RecordedHistory } from './recorded.ts';
import { Recorder } from './recorder.ts';
import { ValueTable } from './value-table.ts';

const DATE = String.raw`\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:\{[^}]*\}|Z|[+-]\d\d:?\d\d)?`;
/** What stands before an operation in the logs of the various years. */
const HEAD = new RegExp(
  String.raw`^(?:${DATE}\s+)?INFO\s+(?:\[${DATE}\]\s+)?(?:\[[^\]]*\]\s+|\S.*\s-\s+)?jepsen\.util(?:\s+-|:)?\s+$`,
);
const TYPE = /(?:^|\s):(invoke|ok|fail|info)(?=\s|$)/;
/** A line of something else that logs. */
const OTHER = new RegExp(String.raw`^(?:${DATE}\s+)?\[?(?:INFO|WARN|ERROR|DEBUG|TRACE|FATAL)\b`);
/** The lines of a stack trace. */
const TRACE = /^(?:\s+\S|at |Caused by:|\.\.\.|[\w.$]+(?:Exception|Error)\b)/;
const FATES: Readonly<Record<string, Fate>> = { ok: Fate.ok, fail: Fate.fail, info: Fate.info };

/**
 * A log of Jepsen's, of any year, or its `history.txt`: `PROCESS :TYPE :OPERATION VALUE`, perhaps an error behind it, perhaps a date and
 * a logger before it. Lines of other loggers, stack traces and the nemesis are left out; a line that may be an operation and is not
 * understood is refused. A cas that fails with its argument and without an error was refused: the register was not what was expected.
 *
 * @throws HistoryError
 */
export function logHistory(
  bytes: Uint8Array,
  start: number,
  options: { readonly keywordsAsText: boolean },
): RecordedHistory {
  const values = new ValueTable('edn');
  const recorder = new Recorder(values);
  let line = 1;
  for (let at = start; at < bytes.length; line += 1) {
    let end = bytes.indexOf(0x0a, at);
    if (end < 0) end = bytes.length;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(at, end)).trimEnd();
    if (text !== '') logLine(text, line, recorder, options.keywordsAsText);
    at = end + 1;
  }
  return recorder.finish();
}

function logLine(text: string, line: number, recorder: Recorder, keywordsAsText: boolean): void {
  const match = TYPE.exec(text);
  if (match === null) {
    otherLine(text, line);
    return;
  }
  const [, type = ''] = match;
  const before = /^([\s\S]*?)(\S+)\s*$/.exec(text.slice(0, match.index));
  const behind = /^\s+:(\S+)(?:(\s+)(\S[\s\S]*))?$/.exec(text.slice(match.index + match[0].length));
  const [, head = '', process = ''] = before ?? [];
  if (before === null || behind === null || (head.trim() !== '' && !HEAD.test(head)))
    throw new HistoryError(
      line,
      'expected "INFO jepsen.util - PROCESS :TYPE :OPERATION VALUE", or a line of history.txt',
    );
  if (process === ':nemesis' || process === 'nemesis') return;
  if (!/^\d+$/.test(process)) throw new HistoryError(line, `"${process}" is no process: a number is needed`);
  const [, name = '', , rest = ''] = behind;
  const { values } = recorder;
  const fields = {
    line,
    process: values.scalarText('integer', String(BigInt(process))),
    f: values.scalarText('keyword', `:${name}`),
    key: ABSENT,
    high: Number.NaN,
    low: 0,
  };
  const { value, more } = formOf(rest, line, values, keywordsAsText);
  if (type === 'invoke') {
    if (more !== '') throw new HistoryError(line, `"${more}" is behind the value`);
    recorder.call({ ...fields, value });
    return;
  }
  // Behind a tab it is the error, which is in the history for whatever reason.
  if (type === 'ok' && more !== '' && !more.startsWith('\t'))
    throw new HistoryError(line, `"${more}" is behind the value`);
  const fate = FATES[type] ?? Fate.info;
  const isRefused =
    fate === Fate.fail && name === 'cas' && more === '' && recorder.argumentOf(fields.process) === value;
  recorder.end({ ...fields, value: fate === Fate.ok ? value : ABSENT }, isRefused ? Fate.refused : fate);
}

/** The first form, and the text behind it. */
function formOf(
  rest: string,
  line: number,
  values: ValueTable,
  keywordsAsText: boolean,
): { value: number; more: string } {
  if (rest === '') return { value: ABSENT, more: '' };
  const bytes = new TextEncoder().encode(rest);
  const edn = new EdnText(bytes, 0, values, keywordsAsText, line);
  const value = edn.form();
  const more = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(edn.at));
  if (more !== '' && !/^\s/.test(more)) throw new HistoryError(line, `"${more}" is behind the value`);
  return { value, more };
}

/** A line without an operation. @throws HistoryError if it may be one, or is no line of a log */
function otherLine(text: string, line: number): void {
  const said = /jepsen\.util(?:\s+-|:)?\s+(.*)$/.exec(text)?.[1];
  if (
    said !== undefined &&
    (/^[\d:]/.test(said) || /^\S+\s+:\S/.test(said) || /:(invoke|ok|fail|info)\b/.test(said))
  )
    throw new HistoryError(line, 'expected "INFO jepsen.util - PROCESS :TYPE :OPERATION VALUE"');
  if (OTHER.test(text) || TRACE.test(text)) return;
  throw new HistoryError(line, 'this is no line of a log');
}
