import { JsonObject, MISSING, TIMED } from './json-object.ts';
import { JsonText } from './json-text.ts';
import { OperationSheet } from './operation-sheet.ts';
import { ABSENT, Fate, HistoryError, type RecordedHistory } from './recorded.ts';
import { Recorder } from './recorder.ts';
import { FALSE, NULL, TRUE, ValueTable } from './value-table.ts';

/** The fields that mean something; all others are only checked. */
const FIELDS = [
  'client',
  'process',
  'op',
  'f',
  'key',
  'value',
  'result',
  'ok',
  'type',
  'call',
  'return',
  'time',
];
const CLIENT = 0;
const PROCESS = 1;
const OP = 2;
const F = 3;
const KEY = 4;
const VALUE = 5;
const RESULT = 6;
const OK = 7;
const TYPE = 8;
const CALL = 9;
const RETURN = 10;
const TIME = 11;

/**
 * A history in JSON: objects one behind the other (one a line, mostly) or in an array, in one of two forms: an event each,
 * in the order of time,
 *
 *     {"process": 0, "type": "invoke", "f": "read", "key": "x", "value": null}
 *
 * or an operation each, with times, in any order:
 *
 *     {"client": 0, "op": "cas", "key": "x", "value": [1, 2], "ok": false, "call": 17, "return": 23}
 *
 * There `value` is what a read returned and what any other operation was given; `result`, where it is, is what it returned.
 *
 * @throws HistoryError
 */
export function jsonHistory(bytes: Uint8Array, start: number): RecordedHistory {
  return new JsonHistory(bytes, start).read();
}

class JsonHistory {
  private readonly text: JsonText;
  private readonly values = new ValueTable('json');
  private readonly recorder = new Recorder(this.values);
  private readonly sheet = new OperationSheet(this.values);
  private readonly object: JsonObject;
  private readonly types: number[];
  private readonly nemesis: number;
  /** Line of the first event; 0: there was none. */
  private event = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.text = new JsonText(bytes, start, this.values);
    this.object = new JsonObject(this.text, FIELDS, CALL);
    const textOf = (text: string): number => this.values.scalarText('text', JSON.stringify(text));
    this.types = ['invoke', 'ok', 'fail', 'info'].map(textOf);
    this.nemesis = textOf('nemesis');
  }

  read(): RecordedHistory {
    const { text } = this;
    for (;;) {
      const byte = text.peek();
      text.openLine = text.line;
      if (byte < 0) break;
      if (byte === 0x5b) this.array();
      else this.take(byte);
    }
    if (this.sheet.size === 0) return this.recorder.finish();
    if (this.event > 0) throw new HistoryError(this.event, 'an event among operations: "call" is missing');
    return this.sheet.finish();
  }

  private array(): void {
    const { text } = this;
    text.at += 1;
    if (text.peek() === 0x5d) {
      text.at += 1;
      return;
    }
    for (;;) {
      this.take(text.peek());
      const byte = text.peek();
      if (byte !== 0x5d && byte !== 0x2c) text.wrong('in an array: "," or "]" is needed');
      text.at += 1;
      if (byte === 0x5d) return;
    }
  }

  private take(byte: number): void {
    const { text } = this;
    const { line } = text;
    if (byte !== 0x7b) {
      text.value(false);
      throw new HistoryError(line, 'an object is needed');
    }
    this.object.read();
    if (this.object.found[CALL] === MISSING) this.takeEvent(line);
    else this.takeOperation(line);
  }

  private takeEvent(line: number): void {
    const { object, values } = this;
    const { found } = object;
    const process = this.either(PROCESS, CLIENT, line);
    const f = this.either(F, OP, line);
    const type = this.types.indexOf(found[TYPE] ?? MISSING);
    if (process === NULL || process === MISSING) throw new HistoryError(line, '"process" is missing');
    for (const field of [OK, RETURN]) {
      if (found[field] !== MISSING)
        throw new HistoryError(line, `"${FIELDS[field]}" belongs to an operation, but "call" is missing`);
    }
    if (type < 0)
      throw new HistoryError(
        line,
        found[TYPE] === MISSING
          ? 'neither "type", as of an event, nor "call" and "return", as of an operation, is there'
          : '"type" must be invoke, ok, fail or info',
      );
    if (process === this.nemesis) return;
    if (f === MISSING || values.kind(f) !== 'text') throw new HistoryError(line, '"f" is missing');
    if (this.event === 0) this.event = line;
    const result = this.given(RESULT);
    const value = result === ABSENT ? this.given(VALUE) : result;
    const hasTime = found[TIME] === TIMED;
    const high = hasTime ? (object.high[TIME] ?? Number.NaN) : Number.NaN;
    const event = { line, process, f, key: this.key(), value, high, low: object.low[TIME] ?? 0 };
    if (type === 0) this.recorder.call(event);
    else this.recorder.end(event, type === 1 ? Fate.ok : type === 2 ? Fate.fail : Fate.info);
  }

  private takeOperation(line: number): void {
    const { values } = this;
    const { found, high, low, tail } = this.object;
    const process = this.either(CLIENT, PROCESS, line);
    const f = this.either(OP, F, line);
    if (process === NULL || process === MISSING) throw new HistoryError(line, '"client" is missing');
    if (found[CALL] !== TIMED) throw new HistoryError(line, '"call" must be a number');
    const returned = found[RETURN] === TIMED;
    if (!returned && found[RETURN] !== NULL)
      throw new HistoryError(line, '"return" must be a number, or null');
    const ok = found[OK];
    if (ok !== MISSING && ok !== TRUE && ok !== FALSE && ok !== NULL)
      throw new HistoryError(line, '"ok" must be true or false');
    if (process === this.nemesis) return;
    if (f === MISSING || values.kind(f) !== 'text') throw new HistoryError(line, '"op" is missing');
    this.sheet.add(
      line,
      process,
      f,
      this.key(),
      this.given(VALUE),
      this.given(RESULT),
      ok !== FALSE,
      high[CALL] ?? 0,
      low[CALL] ?? 0,
      tail[CALL] ?? 0,
      returned ? (high[RETURN] ?? 0) : Number.POSITIVE_INFINITY,
      returned ? (low[RETURN] ?? 0) : 0,
      returned ? (tail[RETURN] ?? 0) : 0,
    );
  }

  /** One of two names for the same. */
  private either(one: number, other: number, line: number): number {
    const { found } = this.object;
    const first = found[one] ?? MISSING;
    const second = found[other] ?? MISSING;
    if (first !== MISSING && second !== MISSING && first !== second)
      throw new HistoryError(line, `"${FIELDS[one]}" and "${FIELDS[other]}" say two things`);
    return first === MISSING ? second : first;
  }

  private given(field: number): number {
    const value = this.object.found[field] ?? MISSING;
    return value === MISSING ? ABSENT : value;
  }

  private key(): number {
    const key = this.given(KEY);
    return key === NULL ? ABSENT : key;
  }
}
