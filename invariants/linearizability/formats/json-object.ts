import { timeOfDecimal, UNITS_OF_HIGH } from './decimal.ts';
import type { JsonText } from './json-text.ts';
import { ABSENT, HistoryError } from './recorded.ts';

/** Integers of so many digits are exact in a double. */
const SAFE_DIGITS = 15;
const BILLION = 1_000_000_000;

/** Of a field: it is not there. */
export const MISSING = -2;
/** Of a field: it is a number, which is read as a time. */
export const TIMED = ABSENT;

/**
 * Reads objects one after the other into the same few columns. Names are mostly those of the object before, in the same order: then they
 * cost a comparison of bytes.
 */
export class JsonObject {
  /** By field: number of its value, `TIMED` or `MISSING`. */
  readonly found: Int32Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly tail: Float64Array;
  private readonly text: JsonText;
  private readonly names: readonly string[];
  private readonly ids: readonly number[];
  /** From this field on numbers are times; of the last one it does not matter whether it can be kept. */
  private readonly firstTime: number;
  /** The names of the object before: where they are in the text, how long, their values, and fields (-1: another name). */
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly nameIds: number[] = [];
  private readonly fields: number[] = [];
  private readonly others: number[] = [];

  constructor(text: JsonText, names: readonly string[], firstTime: number) {
    this.text = text;
    this.names = names;
    this.ids = names.map((name) => text.values.scalarText('text', JSON.stringify(name)));
    this.firstTime = firstTime;
    this.found = new Int32Array(names.length);
    this.high = new Float64Array(names.length);
    this.low = new Float64Array(names.length);
    this.tail = new Float64Array(names.length);
  }

  /** Reads an object, its brace next. */
  read(): void {
    const { text, found } = this;
    found.fill(MISSING);
    this.others.length = 0;
    text.at += 1;
    if (text.peek() === 0x7d) {
      text.at += 1;
      return;
    }
    for (let turn = 0; ; turn += 1) {
      if (text.peek() !== 0x22) text.wrong('in an object: a name in quotes is needed');
      if (!this.isExpected(turn)) this.name(turn);
      const field = this.fields[turn] ?? -1;
      text.take(0x3a, 'behind a name');
      if (field < 0) {
        this.addOther(this.nameIds[turn] ?? 0);
        text.value(false);
      } else {
        if (found[field] !== MISSING) this.twice(this.ids[field] ?? 0);
        found[field] = field >= this.firstTime ? this.time(field) : text.value();
      }
      const next = text.peek();
      if (next !== 0x7d && next !== 0x2c) text.wrong('in an object: "," or "}" is needed');
      text.at += 1;
      if (next === 0x7d) return;
    }
  }

  /** Takes the name that the object before had in this place. */
  private isExpected(turn: number): boolean {
    const length = this.lengths[turn];
    if (length === undefined) return false;
    const { bytes, at } = this.text;
    const start = this.starts[turn] ?? 0;
    for (let i = 0; i < length; i += 1) if (bytes[at + i] !== bytes[start + i]) return false;
    this.text.at += length;
    return true;
  }

  private name(turn: number): void {
    const { text } = this;
    const start = text.at;
    const id = text.string();
    this.starts[turn] = start;
    this.lengths[turn] = text.at - start;
    this.nameIds[turn] = id;
    this.fields[turn] = this.ids.indexOf(id);
  }

  private addOther(id: number): void {
    if (this.others.includes(id)) this.twice(id);
    this.others.push(id);
  }

  private twice(id: number): never {
    throw new HistoryError(this.text.line, `the name ${this.text.values.text(id)} is there twice`);
  }

  /** A number is a time; any other value is what it is. */
  private time(field: number): number {
    const { text } = this;
    const { bytes } = text;
    const byte = text.peek();
    if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) return text.value();
    const start = text.at;
    const end = text.numberEnd();
    text.at = end;
    if (end - start <= SAFE_DIGITS && byte !== 0x2d) {
      let units = 0;
      let i = start;
      for (; i < end; i += 1) {
        const digit = (bytes[i] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) break;
        units = 10 * units + digit;
      }
      if (i === end) {
        const high = Math.floor(units / UNITS_OF_HIGH);
        this.high[field] = high;
        this.low[field] = (units - high * UNITS_OF_HIGH) * BILLION;
        this.tail[field] = 0;
        return TIMED;
      }
    }
    const exact = timeOfDecimal(text.ascii(start, end));
    if (exact === undefined && field < this.names.length - 1)
      throw new HistoryError(
        text.line,
        `"${this.names[field]}" has more than 21 digits before the point or 24 behind it`,
      );
    this.high[field] = exact?.high ?? Number.NaN;
    this.low[field] = exact?.low ?? Number.NaN;
    this.tail[field] = exact?.tail ?? 0;
    return TIMED;
  }
}
