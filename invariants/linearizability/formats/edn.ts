import { parseEDNString } from 'edn-data';
import { HistoryError, type Json, type RecordedEvent } from './recorded.ts';

const OPTIONS = {
  keywordAs: 'string',
  mapAs: 'object',
  listAs: 'array',
  setAs: 'array',
  charAs: 'string',
} as const;
const TYPES = ['invoke', 'ok', 'fail', 'info'] as const;

/**
 * A history as Jepsen (`history.edn`) and Porcupine (its kv files) write it: a map for each event, one below the other or in one
 * vector. Events of the nemesis are left out.
 *
 * @throws HistoryError
 */
export function ednEvents(lines: readonly string[]): RecordedEvent[] {
  const first = lines.find((line) => line.trim() !== '')?.trimStart() ?? '';
  if (first.startsWith('[') || first.startsWith('(')) {
    const all = parsed(lines.join('\n'), 1);
    if (!Array.isArray(all)) throw new HistoryError(1, 'a vector of maps is needed');
    return all.flatMap((value, i) => eventOf(value, i + 1) ?? []);
  }
  return lines.flatMap((text, i) => (text.trim() === '' ? [] : (eventOf(parsed(text, i + 1), i + 1) ?? [])));
}

function parsed(text: string, line: number): unknown {
  try {
    // Records are maps with a tag in front.
    return parseEDNString(text.replaceAll(/#jepsen\.history\.Op\s*/g, ''), OPTIONS);
  } catch (error) {
    throw new HistoryError(line, `not EDN: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function eventOf(value: unknown, line: number): RecordedEvent | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HistoryError(
      line,
      'a map is needed, such as {:process 0, :type :invoke, :f :read, :value nil}',
    );
  const map = value as Readonly<Record<string, unknown>>; // every object of the parser has text keys
  const { process, type: word, f } = map;
  if (process === 'nemesis') return undefined;
  if (typeof process !== 'number' && typeof process !== 'string')
    throw new HistoryError(line, ':process is missing');
  const type = TYPES.find((known) => known === word);
  if (type === undefined) throw new HistoryError(line, ':type must be :invoke, :ok, :fail or :info');
  if (typeof f !== 'string') throw new HistoryError(line, ':f is missing');
  const key = plain(map['key'], line);
  return {
    line,
    process: String(process),
    type,
    f,
    key: key === null ? undefined : typeof key === 'string' ? key : JSON.stringify(key),
    value: plain(map['value'], line),
    ...(typeof map['time'] === 'number' ? { time: map['time'] } : {}),
  };
}

function plain(value: unknown, line: number): Json {
  if (value === undefined || value === null) return null;
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      if (Array.isArray(value)) return value.map((each) => plain(each, line));
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, line)]));
    default:
      throw new HistoryError(line, 'a value that is no data');
  }
}
