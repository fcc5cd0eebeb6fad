import { type ExactTime, timeOfDecimal, timeOfInteger } from './decimal.ts';
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

const SAFE_DIGITS = 15;

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
  /** Numbers of the names of the fields. */
  private readonly names: number[];
  private readonly types: number[];
  private readonly nemesis: number;
  /** What the fields of one object are; undefined: not there. Its times are beside it. */
  private readonly fields: (number | undefined)[] = FIELDS.map(() => undefined);
  private readonly times: (ExactTime | undefined)[] = FIELDS.map(() => undefined);
  private event = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.text = new JsonText(bytes, start, this.values);
    const textOf = (text: string): number => this.values.scalarText('text', JSON.stringify(text));
    this.names = FIELDS.map(textOf);
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
      else this.object(byte);
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
      this.object(text.peek());
      const byte = text.peek();
      if (byte !== 0x5d && byte !== 0x2c) text.wrong('in an array: "," or "]" is needed');
      text.at += 1;
      if (byte === 0x5d) return;
    }
  }

  private object(byte: number): void {
    const { text, fields } = this;
    const { line } = text;
    if (byte !== 0x7b) {
      text.value(false);
      throw new HistoryError(line, 'an object is needed');
    }
    fields.fill(undefined);
    text.at += 1;
    let others: Set<number> | undefined;
    if (text.peek() === 0x7d) text.at += 1;
    else {
      for (;;) {
        if (text.peek() !== 0x22) text.wrong('in an object: a name in quotes is needed');
        const name = text.string();
        text.take(0x3a, 'behind a name');
        const field = this.names.indexOf(name);
        const isTwice = field >= 0 ? fields[field] !== undefined : others?.has(name);
        if (isTwice) throw new HistoryError(text.line, `the name ${this.values.text(name)} is there twice`);
        if (field < 0) {
          others ??= new Set();
          others.add(name);
          text.value(false);
        } else fields[field] = field >= CALL ? this.time(field) : text.value();
        const next = text.peek();
        if (next !== 0x7d && next !== 0x2c) text.wrong('in an object: "," or "}" is needed');
        text.at += 1;
        if (next === 0x7d) break;
      }
    }
    if (fields[CALL] === undefined) this.takeEvent(line);
    else this.takeOperation(line);
  }

  /** Any other value than a number is its own business; a number is a time. */
  private time(field: number): number {
    const { text } = this;
    this.times[field] = undefined;
    const byte = text.peek();
    if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) return text.value();
    const start = text.at;
    const end = text.numberEnd();
    text.at = end;
    if (end - start <= SAFE_DIGITS && byte !== 0x2d) {
      let units = 0;
      let i = start;
      for (; i < end; i += 1) {
        const digit = (text.bytes[i] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) break;
        units = 10 * units + digit;
      }
      if (i === end) {
        this.times[field] = timeOfInteger(units);
        return ABSENT;
      }
    }
    const exact = timeOfDecimal(text.ascii(start, end));
    if (exact === undefined && field !== TIME)
      throw new HistoryError(
        text.line,
        `"${FIELDS[field]}" has more than 21 digits before the point or 9 behind it`,
      );
    this.times[field] = exact;
    return ABSENT;
  }

  private takeEvent(line: number): void {
    const { fields, values } = this;
    const process = this.either(PROCESS, CLIENT, line);
    const f = this.either(F, OP, line);
    const type = fields[TYPE] === undefined ? -1 : this.types.indexOf(fields[TYPE]);
    if (process === NULL || process === undefined) throw new HistoryError(line, '"process" is missing');
    for (const field of [OK, RETURN]) {
      if (fields[field] !== undefined)
        throw new HistoryError(line, `"${FIELDS[field]}" belongs to an operation, but "call" is missing`);
    }
    if (type < 0) throw new HistoryError(line, '"type" must be invoke, ok, fail or info');
    if (process === this.nemesis) return;
    if (f === undefined || values.kind(f) !== 'text') throw new HistoryError(line, '"f" is missing');
    if (this.event === 0) this.event = line;
    const value = fields[RESULT] ?? fields[VALUE] ?? ABSENT;
    const event = {
      line,
      process,
      f,
      key: this.key(),
      value,
      time: fields[TIME] === undefined ? undefined : this.times[TIME],
    };
    if (type === 0) this.recorder.call(event);
    else this.recorder.end(event, type === 1 ? Fate.ok : type === 2 ? Fate.fail : Fate.info);
  }

  private takeOperation(line: number): void {
    const { fields, times, values } = this;
    const process = this.either(CLIENT, PROCESS, line);
    const f = this.either(OP, F, line);
    if (process === NULL || process === undefined) throw new HistoryError(line, '"client" is missing');
    const call = fields[CALL] === ABSENT ? times[CALL] : undefined;
    if (call === undefined) throw new HistoryError(line, '"call" must be a number');
    const end = fields[RETURN] === ABSENT ? times[RETURN] : undefined;
    if (end === undefined && fields[RETURN] !== NULL)
      throw new HistoryError(line, '"return" must be a number, or null');
    const ok = fields[OK];
    if (ok !== undefined && ok !== TRUE && ok !== FALSE && ok !== NULL)
      throw new HistoryError(line, '"ok" must be true or false');
    if (process === this.nemesis) return;
    if (f === undefined || values.kind(f) !== 'text') throw new HistoryError(line, '"op" is missing');
    const value = fields[VALUE] ?? ABSENT;
    this.sheet.add(line, process, f, this.key(), value, fields[RESULT] ?? ABSENT, ok !== FALSE, call, end);
  }

  /** One of two names for the same. */
  private either(one: number, other: number, line: number): number | undefined {
    const { fields } = this;
    if (fields[one] !== undefined && fields[other] !== undefined && fields[one] !== fields[other])
      throw new HistoryError(line, `"${FIELDS[one]}" and "${FIELDS[other]}" say two things`);
    return fields[one] ?? fields[other];
  }

  private key(): number {
    const key = this.fields[KEY];
    return key === undefined || key === NULL ? ABSENT : key;
  }
}
