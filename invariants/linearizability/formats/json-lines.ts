import { HistoryError, type Json, type RecordedEvent } from './recorded.ts';

const TYPES = ['invoke', 'ok', 'fail', 'info'] as const;

type Fields = Readonly<Record<string, Json | undefined>>;

/**
 * A history in JSON lines, in one of two forms: an event a line, in the order of time,
 *
 *     {"process": 0, "type": "invoke", "f": "read", "key": "x", "value": null}
 *
 * or an operation a line, in the order of their calls, with times as integers:
 *
 *     {"client": 0, "op": "cas", "key": "x", "value": [1, 2], "ok": false, "call": 17, "return": 23}
 *
 * There `value` is what a read returned and what any other operation was given; `result`, where it is, is what it returned;
 * `ok: false` says that a `cas` was refused, or that another operation failed without effect; `return: null` that the outcome is unknown.
 * Operations that touch in time count as concurrent.
 *
 * @throws HistoryError
 */
export function jsonLinesEvents(lines: readonly string[]): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  const timed: { readonly time: number; readonly event: RecordedEvent }[] = [];
  lines.forEach((text, i) => {
    if (text.trim() === '') return;
    const fields = parsed(text, i + 1);
    if (fields['call'] === undefined) events.push(eventOf(fields, i + 1));
    else timed.push(...operationOf(fields, i + 1));
  });
  if (timed.length === 0) return events;
  const [stray] = events;
  if (stray !== undefined) throw new HistoryError(stray.line, 'an event among operations: "call" is missing');
  // A call comes before a return at the same time.
  const isCall = ({ event }: (typeof timed)[number]): number => (event.type === 'invoke' ? 0 : 1);
  return timed.sort((a, b) => a.time - b.time || isCall(a) - isCall(b)).map(({ event }) => event);
}

function parsed(text: string, line: number): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HistoryError(line, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HistoryError(line, 'an object is needed');
  return value as Fields; // made by JSON.parse
}

function eventOf(fields: Fields, line: number): RecordedEvent {
  const process = nameOf(fields['process'] ?? fields['client']);
  const type = TYPES.find((known) => known === fields['type']);
  const f = fields['f'] ?? fields['op'];
  if (process === undefined) throw new HistoryError(line, '"process" is missing');
  if (type === undefined) throw new HistoryError(line, '"type" must be invoke, ok, fail or info');
  if (typeof f !== 'string') throw new HistoryError(line, '"f" is missing');
  return { line, process, type, f, key: nameOf(fields['key']), value: fields['value'] ?? null };
}

/** Operations that return what their `value` says. */
const ANSWERS = new Set(['read', 'get', 'dequeue', 'pop', 'list']);

function operationOf(fields: Fields, line: number): { time: number; event: RecordedEvent }[] {
  const process = nameOf(fields['client'] ?? fields['process']);
  const f = fields['op'] ?? fields['f'];
  const { call, return: end, value = null, ok, result } = fields;
  if (process === undefined) throw new HistoryError(line, '"client" is missing');
  if (typeof f !== 'string') throw new HistoryError(line, '"op" is missing');
  if (typeof call !== 'number') throw new HistoryError(line, '"call" must be a number');
  if (end !== null && typeof end !== 'number')
    throw new HistoryError(line, '"return" must be a number, or null');
  if (end !== null && end < call) throw new HistoryError(line, 'it returns before it is called');
  const common = { line, process, f, key: nameOf(fields['key']) };
  const invoke: RecordedEvent = {
    ...common,
    time: call,
    type: 'invoke',
    value: ANSWERS.has(f) ? null : value,
  };
  const events = [{ time: call, event: invoke }];
  // Nobody waits for it any more, and its client may go on.
  if (end === null)
    return [...events, { time: call, event: { ...common, time: call, type: 'info', value: null } }];
  const type = ok !== false ? 'ok' : f === 'cas' ? 'refused' : 'fail';
  events.push({ time: end, event: { ...common, time: end, type, value: result ?? value } });
  return events;
}

function nameOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
